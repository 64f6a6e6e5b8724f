"""Which words look like the name of a medicine, by their endings and by a short list of those without one."""

import re

_ENDINGS = """
    afil alol amide artan astine azepam azepine azine azole azoline azosin barbital barbitone bactam bicin bital
    caine calcet capone cept cillin clovir codone conazole cycline dipine dopa dronate drine ergot estrel fenac
    fenacin fenamate fibrate fentanil floxacin flozin formin furantoin gabalin gatran giline gliptin glitazone
    glutide grastim idone ilide imod inib ipramine kacin kinra lamine lukast mab mustine mycin micin nidazole nazole
    navir nercept olol olone onide opram orphan orphine orphone osin oxacin oxetine oxaban oxin oxicam pamil
    parin parib pentin peridol phylline pidem platin poetin prazole pril prim profen quine racetam ridone
    rubicin sartan semide setron solone sone statin stigmine sulfan tadine taxel tecan tegravir teplase terol
    terone thiazide thyroxine thyronine tidine tinib toin toxin tretin trexate triptan triptyline tropium tropine
    uracil vaptan virenz vir vudine xaban xetine xone zepam zolamide zolam zomib zopiclone zumab
    clofen lofen mazole morelin mantine citabine ciclovir
"""
_NAMES = """
    paracetamol acetaminophen aspirin insulin heparin warfarin digoxin lithium morphine codeine methadone pethidine
    quinine adrenaline epinephrine noradrenaline dopamine botulinum botox iron folate folic potassium calcium
    magnesium sodium zinc steroid steroids antibiotic antibiotics penicillin amoxicillin valproate phenytoin
    gabapentin levothyroxine thyroxine oestrogen estrogen progesterone testosterone cortisone prednisone
    prednisolone hydrocortisone methotrexate azathioprine ciclosporin tacrolimus hydralazine hydroxyzine
    clonidine clonazepam tramadol fentanyl ketamine caffeine nicotine glucagon glucose salbutamol salmeterol
    senna lactulose macrogol bisacodyl loperamide domperidone metoclopramide amiodarone verapamil diltiazem
    isosorbide glyceryl nitroglycerin clopidogrel dipyridamole tizanidine dantrolene diazepam melatonin
    carbimazole propylthiouracil colchicine allopurinol mesalazine sulfasalazine hydroxychloroquine leflunomide
    chlorphenamine cetirizine loratadine promethazine baclofen ibuprofen naproxen diclofenac metformin gliclazide
    bupropion varenicline naltrexone naloxone disulfiram acamprosate mirtazapine venlafaxine duloxetine trazodone
    buspirone quetiapine olanzapine clozapine aripiprazole lamotrigine levetiracetam topiramate carbamazepine
    oxcarbazepine rifampicin isoniazid pyrazinamide ethambutol vancomycin gentamicin linezolid nitrofurantoin
    trimethoprim metronidazole aciclovir oseltamivir ribavirin tenofovir interferon adalimumab bosentan sildenafil
    spironolactone furosemide bumetanide indapamide atenolol ramipril lisinopril losartan amlodipine nifedipine
    vinblastine vincristine cisplatin carboplatin tamoxifen letrozole anastrozole desmopressin oxytocin
    octreotide alendronate cyanocobalamin hydroxocobalamin phytomenadione emollient emollients antihistamine
    antihistamines laxative laxatives antidepressant antidepressants anticoagulant anticoagulants diuretic diuretics
    paracetamola ibuprofeno aspirina insulina heparina warfarina digoxina litio morfina codeina baclofeno
    amoxicilina penicilina metformina metotrexato prednisona prednisolona hierro levotiroxina salbutamol
    باراسيتامول باكلوفين الباكلوفين ايبوبروفين الايبوبروفين الاسبرين اسبرين انسولين الانسولين وارفارين الوارفارين
    ميتفورمين المورفين مورفين ميثوتريكسات
"""
_ENDING = re.compile(
    rf"[a-z]{{2,}}(?:{'|'.join(sorted(set(_ENDINGS.split()), key=len, reverse=True))})(?:e|a|o|s)?"
)
_KNOWN = frozenset(_NAMES.split())
_ORDINARY = {"magazine"}  # the words with such an ending that name no medicine


def looks_like_a_medicine(key: str) -> bool:
    """Whether a folded word may name a medicine. Rather too often than too rarely: it is only ever compared."""
    return key in _KNOWN or (len(key) >= 6 and key not in _ORDINARY and _ENDING.fullmatch(key) is not None)
