"""English words that carry clinical meaning. The form of these lists is told in ``lexicon``."""

TERMS = """
plain: not alone | whether or not | not only | no doubt
plain: no matter | why not | if not already | or not | no problem
plain: daily life | daily lives | daily living | daily activities | daily routine | daily tasks | day to day
plain: right dose | right medicine | right medicines | right amount | right time | right treatment | right care
plain: right for you | right for your | all right | the right to | right way | right choice | right place
plain: right help | right support | right kind | right type | right size | right thing | right person | right to
plain: left over | left untreated | is left | are left
plain: left alone | left out | left behind | has left | have left
plain: left the | left in | left on | left at | be left
plain: been left | for once | at first | first aid | first name
plain: one of | one another | each one | no one knows why | which one | this one | that one | the one | new one
plain: second opinion | second hand | so on | on top of | due to start | may be needed | used to
plain: upper limit | lower limit | over the counter | all over | over time | under control | more or less
plain: moved on | carried on with | a third party | third party | at one time | once and for all
plain: hot line | high street | high quality | high chair | light headed | long term plan
plain: only takes | only take | only a | only lasts | only about | only small | only mild
plain: full stop | stop smoking service | can of | a can | cans
negation! not: not | never | no | none | nor | neither
negation! not: nothing | nobody | no one | no-one | nowhere | without | cannot
negation! not: avoid | avoids | avoided | avoiding | refrain
negation! not: refrain from | ✗ | non | lack of | absence of | free of
negation! not: ain't | dont | doesnt | isnt | arent | wont
negation! not: cant | shouldnt | mustnt | didnt | instead of | rather than
negation! not: contraindicated | forbidden | prohibited | fail to | fails to | unable to | no longer
negation! unless: unless
negation! except: except | excluding | except for | apart from | other than
obligation^ must: must
obligation^ need: have to | has to | having to | had to | need to | needs to | needed to | need
obligation^ need: necessary to | necessary
obligation^ must: required to | essential | it is vital | vital | are to | is to | mandatory | compulsory
obligation~ should: should | ought to | advised to | recommended | best to
obligation~ may: may | can | could | might | optional | allowed to | if you like
obligation~ may: if you wish | if you want | if you want to | want to
limit! only: only
limit~ exactly: exactly | precisely
route! mouth: by mouth | oral | orally | per os | po | p.o. | swallowed
route! iv: intravenous | intravenously | iv | i.v. | into a vein | into your vein | into the vein | in a vein
route! iv: through a vein | by drip | drip into a vein
route! iv: into the veins | through a drip | through a drip into a vein
route! im: intramuscular | intramuscularly | im | i.m. | into a muscle | into the muscle | into your muscle
route! sc: subcutaneous | subcutaneously | sc | s.c. | under the skin | under your skin | beneath the skin
route! sc: below the skin | under their skin | beneath your skin | subcut
route! topical: topical | topically | on the skin | onto the skin | on your skin | to the skin | on to the skin
route! topical: to your skin | onto your skin | on to your skin
route! rectal: rectal | rectally | per rectum | into the rectum | into your rectum | into the back passage | pr
route! rectal: into your back passage | into your bottom | into the bottom | through the back passage
route! vaginal: vaginal | vaginally | into the vagina | into your vagina
route! sublingual: sublingual | sublingually | under the tongue | under your tongue | beneath the tongue
route! buccal: buccal | inside the cheek | inside your cheek | between your cheek and gum | buccally
route! inhaled: inhaled | by inhalation | inhalation | inhale | breathe in | breathed in | by inhaler
route! nebulised: nebulised | nebulized | nebuliser | nebulizer
route! nasal: nasal | nasally | intranasal | into the nose
route! nasal: into your nose | up the nose | up your nose | intranasally
route! eye: into the eye | into your eye | ophthalmic
route! eye: into your eyes | into the eyes | in the eye | in your eye
route! ear: into the ear | into your ear | otic | into your ears | into the ears | in the ear | in your ear
route! intrathecal: intrathecal | intrathecally
route! intrathecal: into the spinal fluid | into your spinal fluid | into the spine
route! epidural: epidural | epidurally
route! dermal: transdermal | transdermally | through the skin | through your skin
route! intradermal: intradermal | intradermally | into the skin | into your skin
route! joint: intraarticular | intra articular | into the joint | into your joint
route! bladder: intravesical | into the bladder | into your bladder
route! ng: nasogastric | feeding tube | through a feeding tube | by feeding tube | peg tube
route~ artery: arterial | into an artery | through an artery | artery
route~ vein: venous | vein
laterality! left: left
laterality! right: right
laterality! both: both sides | each side | bilateral | bilaterally
laterality! both: both eyes | both ears | both legs | both arms
laterality! both: both hands | both feet | both nostrils
laterality! both: both knees | both breasts | both kidneys | both thighs
laterality! one: one side | unilateral | unilaterally | one eye
laterality! one: one ear | one leg | one arm | one nostril | either side
laterality! one: one knee | one hand | one foot | one kidney | one breast | one thigh
age! adult: adult | adults | grown up | grown ups
age! child: child | children | childhood | kid | kids | paediatric | pediatric | youngster | youngsters
age~ child: your child | your children | my child | their child
age! baby: baby | babies | infant | infants | newborn | newborns | new born
age~ baby: your baby | their baby
age! toddler: toddler | toddlers
age! teenager: teenager | teenagers | adolescent | adolescents | teenage
age! young: young people | younger people | young adults
age! older: older people | older adults | elderly | elderly people | old people | older person | older patients
age! premature: premature baby | premature babies | preterm
age! pregnant: pregnant | pregnancy | expecting a baby | pregnancies
age! trying: trying for a baby | trying to get pregnant | planning a pregnancy | planning pregnancy
age! breastfeeding: breastfeeding | breastfeed | breast feeding
age! breastfeeding: breast feed | breastfed | nursing mothers | lactating
age~ women: woman | women | female | females
age~ men: man | men | male | males
age~ girls: girl | girls
age~ boys: boy | boys
age~ mother: mother | mothers
age~ father: father | fathers
time! morning: morning | mornings | a.m. | am
time! morning: after waking | when you wake | when you wake up | on waking | mane
time! noon: noon | midday | lunchtime | lunch time
time! afternoon: afternoon | afternoons | p.m. | pm
time! evening: evening | evenings | teatime
time! night: night | nights | bedtime | nocte | nighttime
time! night: before bed | going to bed | go to bed | midnight | overnight
time~ with food: with food | with meals | with a meal
time~ with food: with or after food | after food | after meals | after eating
time~ with food: after a meal | after you eat | after breakfast
time~ with food: after your meal | with breakfast | with a snack
time~ with food: with or just after food | with your meal | with lunch
time~ with food: with dinner | while eating | at mealtimes
time~ before food: before food | before meals | before eating
time~ before food: before a meal | before you eat | before breakfast
time~ before food: before your meal | before lunch | before dinner
time~ empty: on an empty stomach | empty stomach | between meals | fasting
time~ full: full stomach | on a full stomach
time~ drink: a full bladder
time~ today: today
time~ tomorrow: tomorrow
time~ yesterday: yesterday
time~ monday: monday | mondays
time~ tuesday: tuesday | tuesdays
time~ wednesday: wednesday | wednesdays
time~ thursday: thursday | thursdays
time~ friday: friday | fridays
time~ saturday: saturday | saturdays
time~ sunday: sunday | sundays
time~.month january: january
time~.month february: february
time~.month march: in march | march to | of march
time~.month april: april
time~.month june: june
time~.month july: july
time~.month august: august
time~.month september: september
time~.month october: october
time~.month november: november
time~.month december: december
time~.order before: before | prior to | beforehand
time~.order after: after | following | afterwards
time~.order during: during | while
time~.order until: until | till
frequency! 1/day: daily | once daily | od | o.d. | qd | q.d. | every day | each day | once a day | per day
frequency! 2/day: twice daily | bd | b.d. | bid | b.i.d. | twice a day | morning and evening
frequency! 3/day: tds | t.d.s. | tid | t.i.d. | three times daily
frequency! 4/day: qds | q.d.s. | qid | q.i.d. | four times daily
frequency! 1/hour: hourly
frequency! 1/week: weekly | once weekly
frequency! every 2 week: fortnightly | fortnight | every fortnight | biweekly
frequency! 1/month: monthly | once monthly
frequency! 1/year: yearly | annually | annual | once yearly
frequency! every 2 day: alternate days | on alternate days | every other day | every second day | alternate day
frequency! every 2 week: every other week | alternate weeks | every second week
frequency! every 2 month: every other month | alternate months
frequency! as needed: as needed | when needed | if needed | when required
frequency! as needed: as required | prn | p.r.n. | if required
frequency! as needed: as necessary | if necessary | when you need it
frequency! as needed: if you need it | when you need to | only as needed
frequency! stat: stat
frequency~ regularly: regularly | regular
frequency~.likely always: always | all the time | constantly | continuously
frequency~.likely often: often | usually | frequently | commonly
frequency~.likely often: common | normally | generally | most of the time
frequency~.likely often: very common | very often
frequency~.likely sometimes: sometimes | occasionally | from time to time | occasional | now and then | at times
frequency~.likely rarely: rarely | rare | seldom | uncommon
frequency~.likely rarely: uncommonly | hardly ever | infrequently | very rare
frequency~.likely rarely: unusual
action~ take: take | taking | takes | taken | use | using | have | give | apply | inject | wear | drink | eat
action~ start: start | begin | commence | initiate | starts | starting | restart | resume
action^ stop: stop | stopping | discontinue | quit | come off
action^ stop: stops | stopped | withdraw | cease | pause | stop taking
action~ continue: continue | carry on | keep taking | keep on | keep using | go on taking | continuing | keep
action^ skip: skip | skipping | miss out | leave out | omit | miss
action^ more: increase | raise | put up | step up | increased | higher dose | increasing | raised | rise | go up
action^ less: reduce | decrease | lower the | lower your | cut down
action^ less: reduced | reducing | lowered | cut | bring down
action^ less: lower dose | drop | decreased | decreasing | go down | fall | lowers
action^ double: double | doubled | doubling | twice the | twice as much | extra dose
action^ halve: halve | halved | halving | half the
action^ triple: triple
action~ swallow: swallow | swallow whole | swallow it whole | swallow them whole
action^ chew: chew | chewed
action^ crush: crush | crushed
action~ suck: suck
action~ dissolve: dissolve | dissolved
action^ break: break | split
action~ cover: cover
action~ remove: remove | take out | take off
action~ keep: leave in | leave on | put on | put in
urgency! now: straight away | immediately | right away | at once | without delay | immediate | urgently | urgent
urgency! now: as soon as possible | right now | asap
urgency^.seek seek: call | seek help | get help
urgency^.seek seek: get medical help | go to hospital | tell your doctor | allergic
urgency^.seek seek: allergy | overdose | get advice | seek medical help | contact your team | go to a&e
urgency~ now: now | quickly | promptly
urgency~ later: later | soon | in due course
urgency~ later: when convenient | when you can | at your next appointment | eventually
urgency~ later: routinely | routine | at some point
urgency~.who emergency: emergency | emergency department | a&e | ambulance | emergencies
urgency~.who routine: gp | doctor | pharmacist | family doctor | clinic
urgency!.callout emergency: ::: emergency
urgency!.callout urgent: ::: urgent
urgency!.callout warning: ::: warning
urgency~.callout tip: ::: tip
urgency~.callout ask: ::: ask
medicine~.form sr: slow release | modified release | prolonged release
medicine~.form sr: extended release | long acting | sustained release
medicine~.form ir: immediate release | standard release | fast acting
medicine~.form ir: short acting | rapid acting | quick release
medicine~.form gr: gastro resistant | enteric coated
medicine~.salt with water: with water | with a glass of water | with plenty of water | water
medicine~.salt milk: milk | with milk
medicine~.salt grapefruit: grapefruit | grapefruit juice
medicine~.salt alcohol: alcohol
medicine~.salt juice: orange juice | fruit juice | apple juice | juice
opposite~.quantity all: all | every one of | everyone | everybody | whole
opposite~.quantity most: most people | most of | most patients | most
opposite~.quantity some: some | a few | several
opposite~.quantity few: few people | very few | few patients
opposite~.store fridge: fridge | refrigerator | refrigerated
opposite~.store freezer: freezer | freeze | frozen
opposite~.store room: room temperature
opposite~.store oven: microwave
opposite~.posture sit: sit | sitting | sit up | upright | sit upright
opposite~.posture lie: lie | lying | lie down | flat | lie flat | lying down
opposite~.posture stand: stand | standing | stand up
opposite~.drive drive: drive | driving
"""

OPPOSITES = """
urgency: emergency / warning / tip / ask your team
laterality: left | left hand / right | right hand
high | higher | highest / low | lower | lowest
more / less | fewer
above / below | beneath
over / under
up | upwards / down | downwards
fast | faster | quick | quickly | rapid | rapidly / slow | slower | slowly
suddenly | sudden | abruptly / gradually | gradual | little by little | bit by bit
early | earlier | earliest / late | later | latest
hot | warm | heat | hotter | warmer / cold | cool | ice | colder | cooler | cold water
wet | damp | moist / dry | dried
upper / lower
top / bottom
front | anterior / back | posterior
inside | inner | internal | internally / outside | outer | external | externally
long | longer / short | shorter
large | larger | big | bigger | largest / small | smaller | little | tiny | smallest
strong | stronger / weak | weaker | mild
mild | minor | slight | slightly / severe | serious | major | severely | seriously
acute | sudden onset / chronic | long lasting
benign | harmless | non cancerous / malignant | cancerous | dangerous
positive / negative
safe | safely / dangerous | harmful | risky | dangerously
better | improve | improves / worse | worsen | worsens
gain / loss | lose
tight | tighter / loose | looser
open | opened / close | closed | shut
push / pull
on / off
awake / asleep | sleepy | drowsy
thick / thin
heavy | heavier / light | lighter
relax | relaxes / tighten | tightens | contract
widen | widens | dilate / narrow | narrows
allow | allowed / forbid | prevent | prevents
cause | causes / prevent | prevents | stop | stops | relieve | relieves
accept / refuse
true / false
yes | ✓ / no | ✗
old | older | oldest / young | younger | youngest
first / last | final
near | close to / far | away from
constipation / diarrhoea | diarrhea
with / without
include | includes | including / exclude | excludes | excluding
inhale | breathe in / exhale | breathe out
healthy / sick | ill
agonist / antagonist
live vaccine / inactivated vaccine
day / night
increase | increases | increased / reduce | reduces | reduced | decrease | decreases | decreased | lower | lowers
raise | raises | raised / lower | lowers | lowered
high blood / low blood
sugar free / sugary
clean / dirty
full / empty
enough | sufficient / too much | too little | insufficient
too much / too little
with food / on an empty stomach
maximum / minimum
most / least
start / end | finish
permanent | permanently / temporary | temporarily
"""

SITES = """
arm | arms / forearm | forearms / leg | legs / hand | hands
foot | feet / finger | fingers / toe | toes / eye | eyes | eyelid
ear | ears / nose | nostril | nostrils / throat / tongue / mouth / thigh | thighs / buttock | buttocks | bottom
shoulder | shoulders / knee | knees / hip | hips / ankle | ankles
elbow | elbows / wrist | wrists / neck / chest
tummy | belly | abdomen | stomach | abdominal / back / spine | spinal
brain / heart | cardiac / liver | hepatic
kidney | kidneys | renal / lung | lungs | pulmonary / bladder
bowel | gut | intestine | bowels / skin / vein | veins
artery | arteries / womb | uterus / ovary | ovaries
testicle | testicles / breast | breasts / thyroid / pancreas
spleen / gallbladder / prostate / bone | bones
muscle | muscles / joint | joints / nerve | nerves / tooth | teeth
gum | gums / scalp / face / calf | calves / heel | heels / groin / armpit
"""

DISEASES = """
asthma / diabetes | diabetic / epilepsy / glaucoma / stroke / heart attack / angina / cancer / hiv / hepatitis
tuberculosis | tb / copd / depression / dementia / meningitis / pneumonia / flu | influenza / measles / shingles
chickenpox / mumps / rubella / malaria / arthritis
osteoporosis / gout / psoriasis / eczema / migraine / anaemia | anemia
sepsis / thrombosis / haemophilia | hemophilia
schizophrenia / bipolar disorder / penicillin allergy / latex allergy
"""

OLD = "old | of age | olds"
AGED = "aged | age | ages | aged between"
PEOPLE = (
    "child | children | people | person | adult | adults | baby | babies | "
    "anyone | someone | kids | boys | girls | patient | patients | women | men"
)
CALL = "call | ring | dial | phone | telephone"
SIDE = "side | hand side | sided"
BREAKS = "and | but | or | then | while | whereas | if | when | because | although | unless | so"
AND, OR, IF = "and", "or", "if"
STANDS_FOR_A_MEDICINE = (
    "it | this | that | them | they | these | those | medicine | "
    "medicines | medication | drug | drugs | tablets | treatment | one | its"
)
