"""English numbers, units, spans of time and limits. The form of these lists is told in ``lexicon``."""

NUMBERS = """
0 zero | 0 nil
1 one | 1 single
2 two | 2 couple
3 three | 4 four | 5 five | 6 six | 7 seven | 8 eight | 9 nine | 10 ten | 11 eleven | 12 twelve | 12 dozen
13 thirteen | 14 fourteen | 15 fifteen | 16 sixteen | 17 seventeen | 18 eighteen | 19 nineteen
20 twenty | 30 thirty | 40 forty | 50 fifty | 60 sixty | 70 seventy | 80 eighty | 90 ninety
100 hundred | 1000 thousand | 1000000 million
1/2 half | 1/4 quarter | 1/4 fourth | 2/3 two thirds | 3/4 three quarters | 1/3 one third
"""
ORDINALS = (
    "first 1st | second 2nd | third 3rd | fourth 4th | fifth 5th | sixth 6th | seventh 7th | tenth 10th"
)
TIMES = "1 once | 2 twice | 3 thrice"
ARTICLES = "a | an"

UNITS = """
mg: mg | mgs | milligram | milligrams | milligramme | milligrammes
mcg: mcg | mcgs | μg | ug | microgram | micrograms | microgramme | microgrammes
ng: ng | nanogram | nanograms
g: g | gram | grams | gm | gms | gramme | grammes
kg: kg | kgs | kilogram | kilograms | kilo | kilos
ml: ml | mls | millilitre | millilitres | milliliter | milliliters | cc
l: l | litre | litres | liter | liters
cl: cl | centilitre | centilitres
dl: dl | decilitre | decilitres
mcl: μl | ul | microlitre | microlitres | microliter | microliters
unit: unit | units | u
iu: iu | i.u. | international unit | international units
miu: miu | million units | megaunits
mmol: mmol | mmols | millimole | millimoles
mcmol: μmol | umol | micromol | micromole | micromoles
mol: mol | mole | moles
meq: meq
mmhg: mmhg
bpm: bpm | beats
%: % | percent | per cent
‰: ‰
cm: cm | cms | centimetre | centimetres | centimeter | centimeters
mm: mm | mms | millimetre | millimetres | millimeter | millimeters
m: m | metre | metres | meter | meters
km: km | kilometre | kilometres | kilometer | kilometers
inch: inch | inches
foot: ft
stone: stone | stones
lb: lb | lbs | pound | pounds
oz: oz | ounce | ounces
kcal: kcal | calorie | calories | kcals
kj: kj
gy: gy | gray
msv: msv
mcsv: μsv
mhz: mhz
hz: hz
kpa: kpa
fr: fr | french
gauge: gauge
pint: pint | pints
°: ° | degree | degrees
°c: c | celsius | ℃ | centigrade
°f: f | fahrenheit | ℉
"""
FORMS = """
tablet: tablet | tablets | pill | pills | tab | tabs
capsule: capsule | capsules | caps
drop: drop | drops
puff: puff | puffs
spoon: teaspoon | teaspoons | teaspoonful | teaspoonfuls | tsp | 5 ml spoonful | 5 ml spoonfuls
tablespoon: tablespoon | tablespoons | tablespoonful | tablespoonfuls | tbsp
spoonful: spoonful | spoonfuls
sachet: sachet | sachets
patch: patch | patches
spray: spray | sprays
injection: injection | injections | jab | jabs
ampoule: ampoule | ampoules
vial: vial | vials
suppository: suppository | suppositories
pessary: pessary | pessaries
lozenge: lozenge | lozenges
dose: dose | doses
glass: glass | glasses | cup | cups
bottle: bottle | bottles
implant: implant | implants
pad: pad | pads
infusion: infusion | infusions
cream: cream
ointment: ointment
gel: gel
syrup: syrup
liquid: liquid
"""
PERIODS = """
second: second | seconds | sec | secs
minute: minute | minutes | min | mins
hour: hour | hours | hr | hrs | h
day: day | days
night: night | nights
week: week | weeks | wk | wks
fortnight: fortnight | fortnights
month: month | months
year: year | years | yr | yrs
"""
PERIOD_ADVERBS = "day daily | week weekly | month monthly | hour hourly | year yearly | year annually"
PER = "a | an | per | each | every | / | in a | in every | in each | in one"
EVERY = "every | each"
OTHER = "other | second | alternate"
TIMES_WORDS = "times | time | x | ×"

LIMITS = """
at least: at least | no less than | not less than | no fewer than
at least: not fewer than | a minimum of | minimum of | ≥ | minimum
at most: at most | no more than | not more than | up to
at most: a maximum of | maximum of | ≤ | never more than | maximum
at most: at or below | below or at | at or under
at least: at or above | at or over | above or at
at most: do not exceed | not exceed | must not exceed | as much as | never exceed | not over | as many as
more: more than | over | above | greater than | exceeding
more: > | higher than | older than | longer than | exceeds | beyond
less: less than | fewer than | under | below | lower than | younger than | < | shorter than | smaller than
"""
LIMITS_AFTER = """
at least: or more | or over | and over | or above | and above
at least: or older | and older | or higher | and upwards | or longer
at least: upwards | plus
at most: or less | or fewer | or under | and under | or below | and below | or younger | and younger | or lower
"""
