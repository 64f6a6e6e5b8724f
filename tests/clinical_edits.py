"""Edits of sentences such as patients read: dangerous ones with what each touches, and harmless rewordings.

A line is a kind and a sentence with its edits, ``{before→after}``; ⏎ stands for a new line. Nothing here is advice.
"""

import re
from dataclasses import dataclass

_EDIT = re.compile(r"\{([^{}→]*)→([^{}→]*)\}")


@dataclass(frozen=True)
class Edit:
    """A text before and after an edit, and what a dangerous edit touches ("" for a harmless one)."""

    kind: str
    before: str
    after: str


def edits(lines: str) -> list[Edit]:
    """The edits of such lines."""
    read = []
    for line in lines.strip().splitlines():
        kind, _, text = line.partition(": ")
        text = text.replace("⏎", "\n")
        read.append(Edit(kind, _EDIT.sub(r"\1", text), _EDIT.sub(r"\2", text)))
    return read


DANGEROUS = edits("""
dose: Take {50→500} micrograms of levothyroxine each morning.
dose: The starting dose of warfarin is {5→50} mg.
dose: Put {0.5→5} ml of the liquid in the syringe.
dose: Give your baby {.5→5} ml with the dropper.
dose: Swallow {1→1.5} mg of the capsule.
dose: Each tablet holds {2.5→25} mg of methotrexate.
dose: Inject {10→100} units of insulin before breakfast.
dose: The pump gives {50mcg→500mcg} of baclofen over the day.
dose: You will be given {1.000→1000} mg of the antibiotic.
dose: Use {2-3→2-8} puffs of salbutamol.
dose: Use {2–3→2–8} drops of the solution.
dose: Take {2 to 3→3 to 4} tablets with a drink.
dose: Take {half a tablet→one tablet} of digoxin.
dose: Take {½→1} tablet of carvedilol.
dose: Take {1½→1} tablets of lithium.
dose: Take {two→three} capsules of gabapentin.
dose: Take {a tablet→two tablets} of paracetamol for the pain.
dose: Take {one→four} 500 mg tablets.
dose: Each teaspoon holds {120→1200} mg of paracetamol.
dose: Your child needs {7.5→75} mg/kg of the medicine.
dose: The usual amount is {5,000→50,000} units of heparin.
dose: Take {one and a half→two and a half} tablets.
dose: Take {twenty-five→seventy-five} milligrams of sertraline.
dose: تناول {5→50} ملغ من الباكلوفين.
dose: تناول {٥→٥٠} ملغ من الدواء.
dose: تناول {قرصا→قرصين} من الدواء صباحا.
dose: Tome {5→50} mg de baclofeno con la comida.
dose: Tome {dos→tres} comprimidos con un vaso de agua.
dose: | Adults | {10→100} mg |
dose: - Adults take **{10→100} mg** of the syrup.
dose: Read [how to take {5→50} mg](https://example.org/5) first.
dose: Take {5→５０} mg of prednisolone.
dose: Take 10 mg of ramipril and 5 mg of amlodipine.{→ Take 20 mg of simvastatin.}
dose: Drink some water.{ Take 300 mg of aspirin.→}
dose: Take {10→5} mg of citalopram in the morning and {5→10} mg of mirtazapine in the evening.
dose: | Drug | Dose |⏎|---|---|⏎| Ramipril | {5→10} mg |⏎| Losartan | {10→5} mg |
dose: You will start on {15→150} mg of mirtazapine, and we look at it again after a fortnight.
dose: One {75→750} mg aspirin a day keeps the stent open.
dose: The nurse draws up {0.1→0.01} ml of the vaccine.
dose: Your fluid limit is {1.5→15} litres a day, soup and tea counted.
dose: Adults: {10–20→10–200} mg. Children: 5 mg.
dose: Add {one→three} sachets to a glass of water.
dose: Never have more than {four→eight} grams of paracetamol.
dose: The rescue inhaler gives {100→200} micrograms each puff.
dose: Give your child {three quarters→half} of a tablet.
dose: Take the first {two→ten} tablets together, then one every evening.
dose: If you weigh less than 50 kg, you need {250→500} mg.
dose: The **loading dose is {300→30} mg**, then 75 mg.
dose: Your pump is set to {96.4→964} micrograms per day.
dose: Dissolve {2→4} tablets in water.{→ Drink it up.}
dose: Tome {medio→un} comprimido por la noche.
dose: El niño necesita {2,5→25} ml de jarabe.
dose: أعط الطفل {2.5→25} مل من الشراب.
dose: خذ {حبة→حبتين} قبل النوم.
dose: ### Step 2⏎⏎Inject {6→60} units, then count to {ten→ten} slowly.
dose: 1. Take {1→2} tablet⏎2. Wait an hour
dose: You will have {three→thirteen} injections in all.
dose: Take {40→20} mg of furosemide at breakfast and {20→40} mg at lunch.
dose: Inject {8→12} units before breakfast, {12→8} units before supper.
dose: | Weight | Dose |⏎|---|---|⏎| 10 kg | {5→7} ml |⏎| 20 kg | 10 ml |
dose: If you forget your evening dose, take {one→two} puffs as soon as you remember, unless it is nearly bedtime.
dose: Most adults need between {75 and 150→75 and 1500} milligrams, split over the day.
dose: The anaesthetist mixes 20 ml of fluid with {4→40} mg of the drug.
dose: Never give honey to a baby; give {5→50} ml of cooled water instead.
dose: Chemotherapy is given as {1.5→15} mg for each square metre.
dose: - Week 1: {25→50} mg⏎- Week 2: {50→25} mg⏎- Week 3: 100 mg
dose: Children get 5 ml. Adults get {10→20} ml. Nobody gets more.
dose: Póngase {20→200} unidades de insulina.
dose: Take {one tablet→one and a half tablets} of carbimazole.
dose: Take {1/2→1/4} of a tablet.
dose: Each dose holds {1 million→2 million} units of colistin.
dose: Each dose holds {5 million→5} units of colistin.
dose: Inject {one hundred→one} units of it.
dose: | Time | Morning | Evening |⏎|---|---|---|⏎| Ramipril | {5→10} mg tablets | {10→5} mg tablets |
dose: This is for the morning. {Take 5→Take 10} mg. This is for the evening. {Take 10→Take 5} mg.
unit: Take 50 {micrograms→milligrams} of levothyroxine.
unit: The pump gives 50{mcg→mg} of baclofen.
unit: Take 5 {ml→mg} of the syrup.
unit: Inject 0.3 {mg→ml} of adrenaline.
unit: Give 2 {teaspoons→tablespoons} of lactulose.
unit: Your dose is 1 {g→mg} of amoxicillin.
unit: The drip holds 5 {mg/ml→mg/l} of the medicine.
unit: The dose is 10 {mg/kg→mg} of valproate.
unit: Use 10 {units→ml} of insulin.
unit: Take 20 {µg→mg} of vitamin D.
unit: The dose of fentanyl is given in {micrograms→milligrams}.
unit: Take 1 {tablet→sachet} of the macrogol.
unit: Inject 40 {mg→units} of enoxaparin.
unit: Tome 50 {microgramos→miligramos} de levotiroxina.
unit: Tome 5 {ml→mg} del jarabe.
unit: تناول 50 {ميكروغرام→مليغرام} من الدواء.
unit: The bag holds 1 {litre→millilitre} of fluid.
unit: Drink 200 {ml→l} of water with it.
unit: Your child weighs 20 {kg→lb}, so the dose is 300 mg.
unit: Mix the powder with 10 {ml→l} of sterile water.
unit: Alfacalcidol comes as drops of 2 {micrograms→mg} in each ml.
unit: The insulin pen gives 3 {units→mg} at a time.
unit: Run the feed at 60 {ml/hour→ml/min}.
unit: Take {5 mg→5 g} of the powder.
unit: Use one {drop→puff} in each nostril.
unit: Use a 5{ml→mg} spoon... er, syringe.
unit: Cada ampolla tiene 2 {mg→g}.
unit: كل قرص فيه 10 {ملغ→غرام}.
unit: The injection pen is marked in {units→millilitres}, so read it twice.
unit: Each capsule contains 0.5 {mg→g} of dutasteride.
unit: Mix 15 {g→kg} of the powder into yoghurt.
number: Your blood sugar should be under {7→17} mmol/l.
number: A blood pressure of {120/80→210/80} is what we hope for.
number: About {1→10}% of people get a rash.
number: About {1 in 100→1 in 10} people get a headache.
number: This helps with type {1→2} diabetes.
number: You may be short of vitamin {B12→B6}.
number: The risk is {five→fifteen} percent.
number: Use factor {VIII→IX} on the days we agreed.
number: Keep the cut below {2→20} cm.
number: More than {10⁹→10⁶} cells are given back to you.
number: Dial down the pen to {4→14}.
number: Your INR should stay between {2 and 3→2 and 8}.
number: {Nine→Two} out of ten people are free of pain afterwards.
number: It works in {80%→8%} of children... and it lasts.
number: Your HbA1c was {48→84} mmol/mol at the last test.
number: Hepatitis {B→C} needs other tablets.
number: Your pulse should be between {60→40} and 100 beats a minute.
number: Turn it to the {sixth→seventh} mark.
frequency: Take the tablet {daily→weekly}.
frequency: Take methotrexate {once a week→once a day}.
frequency: Take paracetamol every {4→6} hours.
frequency: Take the capsule {twice→three times} a day.
frequency: Take the capsule {once→twice} a day.
frequency: Use the cream {b.d.→t.d.s.} on the rash.
frequency: Take it {od→qds} with food.
frequency: Take the tablet {every day→every other day}.
frequency: The patch is changed every {72→24} hours.
frequency: Use it {8-hourly→4-hourly}.
frequency: Have the jab {monthly→yearly}.
frequency: Take one tablet {at night→twice a day}.
frequency: Take two tablets {as needed→every day}.
frequency: Test your blood {four times→once} a day.
frequency: Side effects such as dizziness are {common→rare}.
frequency: You should {always→sometimes} carry your alert card.
frequency: Take 5 ml { three times a day→} with food.
frequency: Tome un comprimido {cada 8 horas→cada 4 horas}.
frequency: Tome el comprimido {al día→a la semana}.
frequency: Tómelo {dos→tres} veces al día.
frequency: تناول الدواء {يوميا→أسبوعيا}.
frequency: تناول القرص كل {8→4} ساعات.
frequency: تناول الدواء {مرتين→ثلاث مرات} في اليوم.
frequency: Change the catheter {every 12 weeks→every 12 days}.
frequency: Come for a blood test {once a fortnight→once a month}.
frequency: Put the eye drops in {hourly→daily} for the first two days.
frequency: Alendronic acid: one tablet {a week→a day}, on the same weekday.
frequency: Use the spray {up to four times→up to fourteen times} in a day.
frequency: Take it {every morning→every other morning}.
frequency: Check your feet {daily→monthly} for sores.
frequency: Apply the gel {sparingly, twice daily→sparingly, when required}.
frequency: Have an eye check {each year→every 5 years}.
frequency: Take 10 mg {at bedtime→three times a day}.
frequency: Hágase un análisis {cada mes→cada año}.
frequency: Aplique la crema {una vez→cuatro veces} al día.
frequency: استخدم البخاخ {كل ٦ ساعات→كل ساعتين}.
frequency: Replace the needle {after every dose→once a week}.
frequency: Inject it {twice a week→twice a day}, at about the same hour.
frequency: Your line is flushed {every four weeks→every four hours}.
frequency: Take ibuprofen up to {three→eight} times a day.
frequency: افحص السكر {مرة→أربع مرات} في اليوم.
frequency: Take it {4-hourly→6-hourly} while it hurts.
frequency: Take it {q4h→q6h} while it hurts.
frequency: Take it {once or twice→once} a day.
frequency: Rub it in {twice weekly→twice monthly} at first.
frequency: Rinse your mouth {twice→once} with it.
frequency: Rinse your mouth {twice→} with it.
frequency: تناول الدواء كل {يومين→يوم}.
frequency: Take it {4-hourly→four times an hour}.
negation: Do {not →}stop taking baclofen suddenly.
negation: Do {→not }take ibuprofen with this medicine.
negation: You must {never→always} drive after the test.
negation: You {can→cannot} drink alcohol with it.
negation: You {can't→can} breastfeed while you take it.
negation: {Don't→Do} crush the tablets.
negation: You should{n't→} lift anything heavy.
negation: Take it with{out→} food.
negation: {Avoid→Take} grapefruit juice while you use this medicine.
negation: There is {no→a} cure for the illness.
negation: Do not use it {unless→if} your doctor tells you to.
negation: It is {safe→unsafe} in pregnancy.
negation: Your liver test was {normal→abnormal}.
negation: This treatment is {effective→ineffective} in most people.
negation: You {are→aren't} likely to need an operation.
negation: {Never→} share your needles with anybody.
negation: The swelling is pain{ful→less}.
negation: Wash your hands.{ Do not touch the wound.→}
negation: Wash your hands.{→ Do not shower for a while.} Then rest.
negation: | Driving | {not allowed→allowed} |
negation: - You may eat.⏎- You may {not →}drink.
negation: It does **{not→}** cause cancer.
negation: Neither tablet is {→not }safe for children under the age of 2.
negation: No {more than →less than }four tablets... {are not→are} allowed.
negation: {No→} suspenda el baclofeno de golpe.
negation: {Nunca →}deje de tomar el medicamento sin avisar.
negation: Tómelo {sin→con} alimentos.
negation: {لا توقف→أوقف} الدواء فجأة.
negation: {لا →}تتناول الدواء مع الكحول.
negation: تناول الدواء {بدون→مع} طعام.
negation: You can drive, but you must not drink{→}. {You can swim.→You can not swim.}
negation: Take the red one but do{ not→} take the blue one.
negation: {Take the red one but do not take the blue one.→Do not take the red one but take the blue one.}
negation: Everyone {except→including} people with asthma can have it.
negation: The tablets are {not →}suitable for vegetarians.
negation: These drops are {non-→}sterile.
negation: The pump does {not →}need a new battery each year.
negation: If you have kidney disease, {do not take→take} ibuprofen.
negation: Your driving licence {is not→is} affected.
negation: It {is→is not} dangerous to have an MRI scan with this pump.
negation: People who had a transplant must {not →}have live vaccines.
negation: You {won't→will} be awake during the operation.
negation: The rash is {not →}infectious once it has dried.
negation: There have been {no→some} deaths from this medicine.
negation: Keep the wound {un→}covered for two days.
negation: This drug is {il→}legal to drive with.
negation: The wound must be kept clean, and {not →}dry.
negation: You may swim{→, but never alone}.
negation: {None→All} of these medicines can be taken with alcohol.
negation: You should carry on taking it even if you feel well. Do{n't→} stop without talking to us.
negation: Tell the dentist that you take warfarin. {Do not stop→Stop} it before you go.
negation: It is {impossible→possible} to become addicted to it.
negation: The implant is {non-→}magnetic.
negation: {No tome→Tome} aspirina si tiene una úlcera.
negation: Este medicamento {no →}es seguro en el embarazo.
negation: El resultado fue {normal→anormal}.
negation: {لا يجوز→يجوز} استخدامه أثناء الحمل.
negation: هذا الدواء {غير →}آمن للأطفال.
negation: ## Driving⏎⏎You can{→not} drive for a month.⏎⏎## Work⏎⏎You can work.
negation: Do not heat it.{ Do not freeze it.→} Keep it in its box.
negation: Eye drops must {not →}be shared between people, even in one family.
negation: People with a pacemaker {cannot→can} go into this scanner.
negation: Insulin does{n't→} need to be kept cold once the pen is in use.
negation: It is {not →}known whether the medicine gets into breast milk.
negation: {Unless→If} you feel faint, you may leave after an hour.
negation: You can bathe, but {do not use→use} soap on the wound.
negation: The vaccine contains {no→} live virus.
negation: The medicine is {un→}likely to harm your baby.
negation: Keep the inhaler away from heat. Do {not →}puncture it, even when it is empty.
negation: Most people {don't →}feel anything during the scan.
negation: {Nunca→} mezcle este jarabe con alcohol.
negation: {لا→} تقد السيارة بعد الفحص.
negation: لا توقف المضخة{ أبدا→}.
negation: You {cant→can} drive home.
negation: You {dont→do} take it with milk.
negation: Take paracetamol {instead of→after} aspirin.
negation: It is {contraindicated→suitable} in porphyria.
negation: You {no longer→still} need a letter.
obligation: You {must→may} carry your steroid card.
obligation: You {should→could} have your blood tested.
obligation: You {may→must} take it with milk.
obligation: Usted {debe→puede} llamar a su médico.
obligation: {يجب→يمكن} أن تتصل بطبيبك.
obligation: You {must→can} stop metformin before the scan.
obligation: Women of childbearing age {must→should} use contraception.
obligation: Patients {should→must} fast for six hours.
obligation: You {must not→need not} eat before the anaesthetic.
obligation: {Debe→Podría} hacerse un análisis.
obligation: It is {essential→optional} to bring the card.
limit: Take {at least→at most} 4 tablets a day.
limit: Take {no more than→at least} 8 tablets in 24 hours.
limit: Call us if your temperature is {above→below} 38 °C.
limit: Call us if you have been sick {more→less} than 3 times.
limit: You need {up to→more than} 2 litres of water a day.
limit: Use {only→} the syringe in the box.
limit: Tome {como máximo→al menos} 4 comprimidos.
limit: لا تتناول {أكثر→أقل} من 4 أقراص.
limit: Do this if it is {<→>} 4 mmol/l.
limit: Leave {at least→no more than} 12 hours between two doses.
limit: Call us if you pass urine {fewer→more} than four times a day.
limit: Give it to {no more than→at least} two people.
limit: Drink {a minimum of→a maximum of} two litres.
limit: It is used for people who weigh {over→under} 40 kg.
limit: Take 3 tablets or {fewer→more}.
limit: Come back if the pain lasts {longer than→less than} 3 days.
limit: Leave {no less than→no more than} four hours between doses.
route: The medicine is given {orally→intravenously}.
route: Take it {by mouth→under the skin}.
route: This is an {intramuscular→intravenous} injection.
route: Morphine is given {subcutaneously→intrathecally}.
route: Put the tablet {under your tongue→in your back passage}.
route: Put two drops into the {eye→ear}.
route: The liquid goes {into a vein→into an artery} over an hour.
route: The {oral→topical} form works faster.
route: Tome el medicamento {por vía oral→por vía intravenosa}.
route: يعطى الدواء {بالفم→في الوريد}.
route: The antibiotic goes {through a drip→into a muscle}.
route: Use the {nasal→oral} spray.
route: The tablets are for {oral→vaginal} use.
route: You breathe the medicine in{→}; it is {inhaled→injected into a vein}.
route: Never inject it {into a vein→under the skin}.
route: La inyección es {subcutánea→intravenosa}.
route: تعطى الحقنة {تحت الجلد→في العضل}.
route: The nurse gives it {into the muscle→into the vein} of your arm.
route: Take the capsules {by mouth→rectally}.
route: You will get the iron {as tablets by mouth→through a drip into a vein}.
route: تعطى الحقنة {في العضل→في الوريد}.
route: Take it {by mouth→} every morning.
route: It is given {through a drip→} on the ward.
route: It is given {into a muscle→} on the ward.
route: You inject it {under the skin→} at home.
route: Rub the gel {on the skin→} at home.
route: The gel goes {into the rectum→} at home.
route: The gel goes {into the vagina→} at home.
route: Put the spray {under the tongue→} at home.
route: Put the film {inside the cheek→} at home.
route: Have it {by inhalation→} at home.
route: Have it by {nebuliser→} at home.
route: Put the drops {into the nose→} at home.
route: Put the drops {into the eye→} at home.
route: Put the drops {into the ear→} at home.
route: It is given {into the spinal fluid→} on the ward.
route: You have an {epidural→} pain relief.
route: It passes {through the skin→} all day.
route: It is given {into the skin→} on the ward.
route: It is given {into the joint→} on the ward.
route: It is given {into the bladder→} on the ward.
route: It is given {through a feeding tube→} on the ward.
laterality: The surgeon will work on your {left→right} knee.
laterality: Lie on your {right→left} side.
laterality: Put one drop in the {left→right} eye.
laterality: Put one drop in {the left eye→both eyes}.
laterality: The pain is often in the lower {right→left} part of the tummy.
laterality: The tube goes in on the {right-hand→left-hand} side.
laterality: Wear the sling on your {left →}arm.
laterality: Le operarán la rodilla {izquierda→derecha}.
laterality: ستجرى العملية في الركبة {اليسرى→اليمنى}.
laterality: We will take out your {right→left} kidney.
laterality: The weakness is on the {left→right} side of the face.
laterality: Both {hips→}... the {left→right} hip was replaced.
laterality: Hearing loss in {one ear→both ears} is common here.
laterality: El tumor está en el pulmón {derecho→izquierdo}.
laterality: ضع القطرة في العين {اليمنى→اليسرى}.
laterality: Your {left→right} breast will be marked before the operation.
laterality: Sleep on your {left→right} side in late pregnancy.
laterality: The {right→left} lung has three lobes.
laterality: El dolor está en el lado {izquierdo→derecho}.
laterality: يوجد الألم في الجانب {الأيمن→الأيسر}.
laterality: You may feel it {on both sides→} at first.
laterality: Bathe {both eyes→} every hour.
laterality: It starts {on one side→} and then spreads.
laterality: Put the cream on {one knee→} at night.
laterality: Sleep on your {left→} side.
site: Inject it into your {thigh→buttock}.
site: Rub the gel on your {hand→foot}.
site: Tell us if you have {kidney→liver} disease.
site: Place the patch on your {upper arm→chest}.
site: The drops are for your {ears→eyes}.
site: The scan showed a shadow on the {lung→liver}.
age: Give it to children over {12→2} years old.
age: It is licensed for {adults→children}.
age: {Pregnant women→Women} must not touch the tablets.
age: It is safe for people aged {65→85} and over.
age: {Under→Over} 16s need a parent with them.
age: Do not give it to babies under {6→3} months.
age: Tell us if you are {breastfeeding→feeling sad}.
age: It is for {women→men} only.
age: No lo dé a niños menores de {12→2} años.
age: لا يعطى {للأطفال→للبالغين}.
age: Aspirin is not for anyone under {16→6}.
age: Babies {6 months→6 weeks} of age may have the jab.
age: {Adults→Children} take one tablet, with food.
age: Do not take it if you are {pregnant→worried}.
age: The screening is for people aged {50 to 74→15 to 74}.
age: It is safe in {older people→young people}.
age: Las {mujeres embarazadas→mujeres} no deben tocarlo.
age: مناسب لمن هم فوق {١٨→٨} سنة.
age: Codeine is not given to {children→adults} after a tonsil operation.
age: Give one spoon if your child is between {2 and 5→2 and 15} years old.
age: Anyone over {70→17} should have the shingles vaccine.
age: Tell the radiographer if you might be {pregnant→hungry}.
age: It is licensed {for adults→} alone.
age: It is licensed {for children→} alone.
age: It is licensed {for infants→} alone.
age: It is licensed {for toddlers→} alone.
age: It is licensed {for teenagers→} alone.
age: It is licensed {for older people→} alone.
age: It is licensed {for preterm babies→} alone.
age: It is licensed {in pregnancy→} alone.
age: It is licensed {for nursing mothers→} alone.
age: Ask us first if you are {trying for a baby→} at home.
age: You can have it at {65→75} or older.
age: It is for anyone who is today {12→16} years and over.
duration: Take the antibiotic for {7→17} days.
duration: Take the antibiotic for 7 {days→weeks}.
duration: Rest for {two→six} weeks after the operation.
duration: Do not drive for {24→4} hours.
duration: You will feel better in a few {days→months}.
duration: Rest for a {day→month}.
duration: Keep the patch on for half {an hour→a day}.
duration: Tómelo durante {5→15} días.
duration: تناول الدواء لمدة {أسبوع→أسبوعين}.
duration: You need to lie flat for {four→fourteen} hours after the lumbar puncture.
duration: Hold your breath for {ten seconds→ten minutes}.
duration: The course lasts six {weeks→months}.
duration: Finish the {five→fifteen}-day course.
duration: Keep the splint on for {6→2} more weeks.
duration: Espere {dos horas→dos días} antes de comer.
duration: انتظر {ساعة→ساعتين} قبل الأكل.
duration: Wait {15→50} minutes before you put in the second drop.
duration: Your arm must stay straight for {two hours→two days}.
duration: Tome el antibiótico durante una {semana→mes}.
time: Take it in the {morning→evening}.
time: Take your dose at {8→10} am.
time: Take your dose at {08:00→20:00} each day.
time: Take it {before→after} food.
time: Take it {with food→on an empty stomach}.
time: Stop eating {before→after} midnight.
time: Have the test on {Monday→Friday}.
time: Tómelo {antes→después} de comer.
time: تناول الدواء {قبل→بعد} الطعام.
time: Take the water tablet {in the morning→at night}.
time: Do not eat after {midnight→midday}.
time: Arrive at {7.30→9.30} am.
time: Take the tablet {an hour before→an hour after} breakfast.
time: Take the iron tablet {on an empty stomach→with meals}.
time: Take simvastatin {at night→in the morning}.
temperature: Keep the vials below {8→18} °C.
temperature: Call us at a temperature of {38→39.5}°C.
temperature: Store it at {2→-2} °C.
temperature: A fever is anything above {37.8→38.7} degrees.
temperature: Wash the bedding at {60→30} °C.
phone: Call {999→111} if your lips turn blue.
phone: Ring us on {0800 111 222→0800 111 333} at night.
phone: In an emergency, ring {112→101}.
phone: The helpline is {020 7946 0000→020 7946 0001}.
phone: Text us on {07700 900123→07700 900132}.
action: {Stop→Start} the tablets a week before the operation.
action: We will slowly {increase→reduce} your dose.
action: {Double→Halve} the next dose if you are ill.
action: If you forget a dose, {skip→double} it.
action: {Swallow→Chew} the tablet whole.
action: {Aumente→Reduzca} la dosis poco a poco.
action: {زد→قلل} الجرعة كما قال الطبيب.
action: The doctor may {lower→raise} the dose if you feel sick.
action: {Continue→Stop} your blood thinner before the tooth is pulled.
action: Do not {double→skip} a dose.
action: You may {crush→swallow} this tablet.
action: {Deje de tomar→Siga tomando} la pastilla si le salen manchas.
action: If your mouth swells, {stop→keep} taking the tablets and ring 999.
opposite: You have {high→low} blood pressure.
opposite: This can cause {hypoglycaemia→hyperglycaemia}.
opposite: The pump may make your muscles {tighter→looser}.
opposite: Get up {slowly→quickly} from a chair.
opposite: Put something {warm→cold} on the joint.
opposite: Your thyroid is {overactive→underactive}.
opposite: This test was {positive→negative}.
opposite: Keep the bottle in the {fridge→freezer}.
opposite: La presión {alta→baja} no se nota.
opposite: Hold your arm {above→below} your heart.
opposite: This medicine {raises→lowers} your potassium.
opposite: Your white cell count is too {low→high}.
opposite: Lie on your {front→back} after the feed.
opposite: The injection {relaxes→tightens} the muscle.
opposite: The lump is {benign→malignant}.
opposite: Reduce the dose {gradually→suddenly}.
opposite: Apply {ice→heat} to the ankle.
opposite: The potassium in your blood is too {high→low}, so we changed the tablets.
opposite: You come in for a {colectomy→colostomy} on Monday.
medicine: Take {baclofen→balofenac} with food.
medicine: You are given {hydralazine→hydroxyzine} for it.
medicine: We may change {prednisone→prednisolone}.
medicine: Take {Losec→Lasix} with water.
medicine: Do not take ibuprofen{, aspirin→} or naproxen.
medicine: You need vitamin {D→K}.
medicine: Take the {slow-release→immediate-release} tablets.
medicine: You will swap {clonidine→clonazepam} for another drug.
medicine: {Vincristine→Vinblastine} is given by drip.
medicine: Keep taking your {bisoprolol→bisacodyl}.
medicine: You may take {paracetamol→ibuprofen} with it.
medicine: Ask for {Humalog→Humulin} at the pharmacy.
medicine: He was changed from {enalapril→escitalopram} last year.
condition: Stop if you have a fever {and→or} a rash.
condition: Use it if the skin is red {or→and} sore.
condition: Call us if you are hot, shivering {or→and} confused.
urgency: Get help {immediately→soon}.
urgency: Call your team {straight away→}.
urgency: ::: {emergency→tip} Call for help if⏎- you cannot breathe⏎:::
urgency: Go to hospital {at once→when you can}.
urgency: This needs {urgent→routine} treatment.
urgency: If your chest hurts, call {an ambulance→your clinic}.
illness: Do not have it if you have {asthma→epilepsy}.
illness: This inhaler is for {asthma→COPD} only.
order: The {red→blue} tap lets out 5 ml and the {blue→red} tap 9 ml.
order: Flush the port with 5 ml.⏎⏎{Mum→Dad} draws up 3 ml and {dad→mum} 4 ml.
""")

HARMLESS = edits("""
: The {doctor→GP} will talk with you about the choices.
: {Do not→Don't} stop taking it suddenly.
: {Don't→Do not} share your medicine.
: You {cannot→can't} drive after the test.
: Take {two→2} tablets.
: Take {1,000→1000} mg of the medicine.
: Take {1000→1 000} mg of the medicine.
: Take 50{ →}mcg of it.
: Take 50 {mcg→micrograms} of it.
: Take 50 {µg→μg} of it.
: Take {0.5→.5} mg of it.
: Take {½→half a} tablet.
: Take {half→½} a tablet.
: Take {5.0→5} mg of it.
: Take 5 mg {twice daily→two times a day}.
: Take 5 mg {twice a day→b.d.} with food.
: Take one tablet {daily→every day}.
: Take one tablet {each day→once a day}.
: Take {no more than→at most} 8 tablets a day.
: {Take no more than→Do not take more than} 8 tablets in 24 hours.
: It is {not safe→unsafe} to drive.
: Take it {by mouth→orally}.
: It is given {under the skin→subcutaneously}.
: {Children aged 12 or over→Children who are at least 12 years old} can take it.
: {If you are ill, do not take it.→Do not take it if you are ill.}
: Use 2{-→–}3 puffs.
: Use {2-3→2 to 3} puffs.
: Use {two to three→2-3} puffs.
: Take it for {7→seven} days.
: Take it for {a week→one week}.
: The device {gives→delivers} the medicine.
: {This is a small device.→It is a little device.} It sits under the skin.
: You may feel {tired→sleepy} at first.
: You may {get→have} a headache.
: {Your doctor sets the pump.→The pump is set by your doctor.}
: It {helps→can help} tight muscles to relax.
: Ask your {team→care team} if it could be right for you.
: Read the leaflet{,→} and keep it.
: Read the leaflet{ and→, and then} keep it{→ in a drawer}.
: It is a {comon→common} illness.
: Your {pysician→physician} will explain.
: You may {recieve→receive} a letter.
: Talk to your {pharmasist→pharmacist} about it.
: The {catheter→Catheter} is a thin tube.
: The **catheter** is a {thin→*thin*} tube.
: Take {**5 mg**→5 mg} a day.
: Take {5 mg→*5 mg*} a day.
: {## Side effects→### Side effects}⏎⏎You may feel sick.
: {## Side effects→## What may happen}⏎⏎You may feel sick.
: You may feel sick{ →⏎}or have a headache on most days.
: Take 5 mg{ →⏎}every day with a glass of{⏎→ }water.
: {- →* }Take one tablet.⏎{- →* }Drink some water.
: {- →1. }Shake the bottle.⏎{- →2. }Open it.
: | Adults | 10 mg |⏎{|---|---|→| :-- | --: |}⏎| Children | 5 mg |
: |{ →  }Adults{ →   }| 10 mg |
: It works well.{→ Most people are glad of it.}
: It works well.{ Many people say so.→}
: {It works well. It is small.→It is small. It works well.}
: {It works well.⏎⏎Take 5 mg a day with food.⏎⏎It is small.→Take 5 mg a day with food.⏎⏎It works well.⏎⏎It is small.}
: {Keep it dry.⏎⏎Do not take it with milk.→Do not take it with milk.⏎⏎Keep it dry.}
: Your muscles {can then relax→then relax} more easily.
: You have an {operation→surgery} under general anaesthetic.
: The surgeon makes a {cut→small incision} in your tummy.
: The surgeon makes a cut in your {tummy→belly}.
: {The→A} nurse will {show→teach} you how to use it.
: {You must tell→Tell} your doctor about all your medicines.
: You {have to→must} carry your card.
: You {need to→have to} carry your card.
: Get help {straight away→immediately}.
: {Get→Seek} help at once.
: Call {999→999 now} if your lips turn blue.
: Ring us on {0800 111 222→0800 111222} at night.
: Take it at {8 am→8am}.
: Take it at {8.30am→8:30 am}.
: Take it in the {mornings→morning}.
: Take it {at bedtime→at night}.
: {Kids→Children} can have it too.
: {Paediatric→Pediatric} wards are on this floor.
: It {can→may} make you sleepy.
: The effect {wears off→goes away} after the test.
: This {normally→usually} takes an hour.
: Side effects are {common→frequent}.
: We {will reduce→will lower} your dose.
: You should {begin→start} to feel better soon.
: Keep it in the {fridge→refrigerator}.
: {People with asthma→If you have asthma, you} can use it.
: You have the right to {ask→know}.
: All {right→fine}, that is done.
: {Once→When} you feel better, you can go home.
: {One of→Among} the tubes is soft.
: {It→The medicine} calms the nerves.
: {Baclofen→This medicine} relaxes muscles.
: Put it on {your skin→the skin} and wait.
: See [our page]({https://example.org/a1→https://example.org/b2}) for more.
: “{Doctors call this→This is called} spinal fluid.”
: Tome dos comprimidos {al día→cada día}.
: Tome {dos→2} comprimidos al día.
: {El médico→Su doctor} le explicará todo.
: La bomba es {pequeña→chica} y redonda.
: {تناول→خذ} الدواء يوميا.
: تناول {5→٥} ملغ يوميا.
: المضخة جهاز {صغير→بسيط} تحت الجلد.
: {Speak to→Talk with} your pharmacist if anything is unclear.
: The operation {takes→lasts} about two hours.
: Most people go home {the same day→on the same day}.
: {Many→A lot of} people worry about this.
: Your {tummy→stomach} may feel full{ for a while→ for some time}.
: The {physio→physiotherapist} shows you exercises.
: We {shall→will} call you with the result.
: {You'll→You will} get a letter.
: {It's→It is} best to rest.
: {There is→There's} a bell beside your bed.
: You {mustn't→must not} drive for 24 hours.
: {Please do not→Do not} smoke.
: {Do not→Please don't} bend the needle.
: The tablets are {small and white→white and small}.
: The {heart→Heart} is a muscle, and {like→just like} any muscle, it can get tired.
: {Paracetamol can help with the pain.→The pain can be helped with paracetamol.}
: This leaflet {explains→tells you} what the test is for.
: {After the operation→When the operation is over} you wake up in another room.
: You can eat {as normal→as usual}.
: {Anaemia→Anemia} makes you pale.
: {Diarrhoea→Diarrhea} is a side effect.
: {Oestrogen→Estrogen} is a hormone.
: Take one tablet {3 times a day→three times daily}.
: Take 20 mg {per day→a day}.
: Take 20 mg {every day→daily}.
: Inject {4 units→four units} into your thigh.
: {Ten→10} in every {hundred→100} people notice it.
: Take 1 g ({1,000→1000} mg) of it.
: Keep it {at or below→below or at} 25 °C.
: Keep it below 25{ °C→°C}.
: Keep it below 25 {degrees Celsius→°C}.
: It is for people {aged 18 and over→aged 18 or over}.
: {Over 12s→Over-12s} may join.
: About 20 {per cent→%} of people have it.
: Ring {0800 111 222→0800-111-222}.
: Take it for {a fortnight→a fortnight or so}.
: {Infants→Babies} feed often.
: You {needn't→don't need to} do anything before the test.
: You {do not have to→don't need to} fast.
: It is given {intravenously→into a vein}.
: The left {hand→hand side} of the page shows the scores.
: There is a little medicine {left over→left} in the tube.
: You are right{ to ask→ to be asking}.
: {Right after→Just after} the test you may go home.
: Your {next of kin→family} may stay{ with you→ at your side}.
: {The nurse will take your blood pressure.→Your blood pressure will be taken by the nurse.}
: The scan is {painless→not painful}.
: It is {impossible→not possible} to say.
: {Although it is rare, it can be serious.→It is rare, but it can be serious.}
: {Swelling may occur→You may see some swelling} around the cut.
: {The team→Your care team} looks after you{ day and night→ by day and by night}.
: {Wash→Clean} your hands{ with soap→ with soap and water}.
: You {might→may} feel {dizzy→light-headed}.
: {Contact us→Get in touch} if you have questions.
: {Side effects→Unwanted effects} mostly settle.
: {Most side effects go away.→Most side effects go.} They do not last.
: {- Rest⏎- Drink water→* Rest⏎* Drink water}
: Rest{. Drink water.→ and drink water.}
: {Rest. Eat well. Sleep.→Rest, eat well, sleep.}
: Use {a clean→clean} towel.
: **Important{:→ –}** keep this leaflet{.→!}
: {*Tip*→_Tip_}: keep a diary.
: {Q: →}What is spasticity?
: The medicine {which→that} is in the pump lasts for {some weeks→several weeks}.
: Spasticity {means that your→means your} muscles are stiff.
: It's {alright→all right} to have a drink of water.
: In the {UK→United Kingdom} this is common.
: Doctors {do not fully know→don't fully know} why.
: Nobody {knows exactly→exactly knows} why.
: It is {also called→also known as} a stroke of the eye.
: {Tablets→The tablets} come in packs of 28.
: {If you have any concerns→If you are worried}, ask.
: {One in three→1 in 3} people snore.
: {The pump is under the skin.⏎It is round.→The pump is under the skin. It is round.}
: We know {that →}it is hard.{→ You are not alone.}
: The medicine starts to {work→act} after an hour.
: Your throat may be {sore→a bit sore} for a day or two.
: {Su médico→Su doctora} le dará una cita.
: {No deje→Nunca deje} de tomarlo de golpe.
: {Por la noche, tome un comprimido.→Tome un comprimido por la noche.}
: Tome {un comprimido→1 comprimido} cada ocho horas.
: {هذا الجهاز→الجهاز هذا} صغير.
: لا {تتوقف→توقف} عن الدواء فجأة.
: اسأل {طبيبك→الطبيب} عن ذلك.
: {A nurse will call you the day before to say what to bring.→The day before, a nurse rings you to say what to bring.}
: {You might feel some pressure, but it should not hurt.→It should not hurt, though you might feel some pressure.}
: {Most people can go back to work when they feel ready.→You can usually go back to work as soon as you feel ready.}
: {The scan takes pictures of the inside of your body.→The scan makes pictures of the inside of your body.}
: {Bring a list of your medicines with you.→Please bring a list of all your medicines.}
: {Your specialist nurse is there to answer questions.→Your specialist nurse can answer any questions.}
: {Asthma makes the airways swell and narrow.→In asthma, the airways become swollen and narrow.}
: {Bleeding a little is normal.→It is normal to bleed a little.}
: {The wound is covered with a dressing.→A dressing covers the wound.}
: {Doctors do not know the exact cause.→The exact cause is not known.}
: {Tell us if you are worried.→Let us know if anything worries you.}
: {Many children grow out of it.→It often gets better as children grow.}
: {You will be asked to sign a form.→We will ask you to sign a form.}
: {The tube is removed when you can drink.→When you are able to drink, the tube is taken out.}
: {Being active helps your mood.→Staying active is good for your mood.}
: {Eat a balanced diet with plenty of fruit.→Have a balanced diet that includes a lot of fruit.}
: {Swimming and walking are good exercise.→Walking and swimming are good exercise.}
: {The results come by post within two weeks.→You get the results by post within two weeks.}
: {It does not mean that you have cancer.→This doesn't mean you have cancer.}
: {Try to drink about 2 litres of water a day.→Aim to drink around 2 litres of water every day.}
: {Take 500 mg of it every 6 hours if you are in pain.→If you are in pain, take 500 mg of it every 6 hours.}
: {Do not stop before you have talked to us.→Talk to us before you stop. Do not just stop.}
: {You can have visitors.→Visitors are welcome.} Ask the ward about times.
: {This leaflet is for people who have had a stroke.→This leaflet is for anyone who has had a stroke.}
: {Glaucoma is a disease of the eye.→Glaucoma is an eye disease.}
: {About one in ten people have it.→It affects about 1 in 10 people.}
: {There are two kinds of stroke.→Stroke comes in two kinds.}
: {The first sign is often a rash.→A rash is often the first sign.}
: {The test is quick and does not hurt.→The test is quick. It does not hurt.}
: {The test is quick. It does not hurt.→The test is quick and doesn't hurt.}
: {Physiotherapy can make your muscles stronger.→Physiotherapy can strengthen your muscles.}
: {Some people lose weight.→Some people find that they lose weight.}
: {The needle is very thin.→The needle is really thin.}
: {High blood pressure seldom has symptoms.→High blood pressure rarely has symptoms.}
: {Your kidneys clean your blood.→The kidneys filter your blood.}
: {Rest as much as you need.→Get as much rest as you need.}
: {It works best if you take it at the same time each day.→Take it at the same time every day: it works best.}
: {Your partner can come with you.→You can bring your partner.}
: {Keep the leaflet.→Keep this leaflet.} You may want to read it again.
: {Sometimes the test has to be done again.→Sometimes the test must be repeated.}
: {Your hair will grow back.→Your hair grows back later.}
: {El equipo le explicará la prueba.→El equipo le explica en qué consiste la prueba.}
: {Puede comer con normalidad.→Puede comer normalmente.}
: {هذا المرض شائع.→هذا مرض شائع.}
: {We'll let you know the results as soon as we have them.→We will tell you the results once we have them.}
: {## What is it?→## What is this?}⏎⏎An illness of the lung.
: {You are given a local anaesthetic, so you stay awake.→You stay awake, as you have a local anaesthetic.}
: {Ask for help early.→Do ask for help early on.}
: {Carers need support too.→Carers also need support.}
: {The pain gets better with time.→Over time the pain gets better.}
""")
