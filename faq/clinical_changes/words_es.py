"""Spanish words that carry clinical meaning. The form of these lists is told in ``lexicon``."""

TERMS = """
plain: vida diaria | no solo | derecho a | más de lo normal | no obstante | o no
negation! not: no | nunca | jamás | ningún | ninguna | ninguno | nada | nadie | ni | tampoco | sin
negation! not: evite | evitar | evita | evítelo | evítela | absténgase | abstenerse | está contraindicado
negation! not: contraindicado | contraindicada | prohibido | dejar de poder | en lugar de | en vez de
negation! unless: a menos que | salvo que | a no ser que
negation! except: excepto | salvo | menos si
obligation^ must: debe | deben | debes | tiene que
obligation^ must: tienen que | hay que | es necesario | obligatorio | necesita
obligation^ must: es imprescindible | es obligatorio | es importante que
obligation~ should: debería | deberían | deberías | conviene | se recomienda | es recomendable | es aconsejable
obligation~ may: puede | pueden | puedes | podría | podrían | si quiere | si lo desea | opcional
limit! only: solo | sólo | solamente | únicamente
route! mouth: por boca | por vía oral | vía oral | oral | por la boca
route! iv: intravenoso | intravenosa | por vía intravenosa | vía intravenosa | en la vena | en una vena
route! im: intramuscular | por vía intramuscular | vía intramuscular | en el músculo
route! sc: subcutáneo | subcutánea | por vía subcutánea | vía subcutánea | bajo la piel | debajo de la piel
route! topical: tópico | tópica | sobre la piel | en la piel | por vía tópica
route! rectal: rectal | por vía rectal | vía rectal | por el recto
route! vaginal: vaginal | por vía vaginal | vía vaginal
route! sublingual: sublingual | bajo la lengua | debajo de la lengua
route! inhaled: inhalado | inhalada | por inhalación | inhale | inhalar
route! nasal: nasal | por la nariz | en la nariz
route! eye: en el ojo | en los ojos | oftálmico | oftálmica
route! ear: en el oído | en los oídos | ótico | ótica
route! intrathecal: intratecal | por vía intratecal | vía intratecal | en el líquido cefalorraquídeo
route! epidural: epidural
route! dermal: transdérmico | transdérmica
laterality! left: izquierdo | izquierda | izquierdos | izquierdas
laterality! right: derecho | derecha | derechos | derechas
laterality! both: ambos lados | ambas | ambos | bilateral | los dos lados
laterality! one: un lado | un solo lado | unilateral
age! adult: adulto | adultos | adulta | adultas
age! child: niño | niños | niña | niñas | infantil
age~ child: su hijo | su hija | su niño | su niña
age! baby: bebé | bebés | lactante | lactantes | recién nacido | recién nacidos
age! teenager: adolescente | adolescentes
age! older: personas mayores | ancianos | anciano | mayores
age! pregnant: embarazada | embarazadas | embarazo
age! breastfeeding: lactancia | amamanta | amamantar | dando el pecho | da el pecho | lactancia materna
age~ women: mujer | mujeres
age~ men: hombre | hombres | varón | varones
time! morning: por la mañana | por las mañanas | de la mañana | al despertar | al levantarse | en la mañana
time! noon: mediodía | al mediodía
time! afternoon: por la tarde | por las tardes | de la tarde | en la tarde
time! night: noche | por la noche | por las noches
time! night: al acostarse | antes de acostarse | antes de dormir | en la noche
time~ with food: con comida | con las comidas | con alimentos
time~ with food: después de comer | después de las comidas | con la comida
time~ with food: después de la comida
time~ before food: antes de comer | antes de las comidas | antes de la comida | antes del desayuno
time~ empty: en ayunas | con el estómago vacío | entre comidas
time~.order before: antes
time~.order after: después | tras
time~.order during: durante | mientras
time~.order until: hasta
frequency! 1/day: diario | diaria | diariamente | a diario
frequency! 1/day: cada día | todos los días | al día | por día | una vez al día
frequency! 2/day: dos veces al día
frequency! 1/week: semanal | semanalmente | a la semana | por semana | cada semana | todas las semanas
frequency! every 2 week: quincenal | cada quincena
frequency! 1/month: mensual | mensualmente | al mes | por mes | cada mes | todos los meses
frequency! 1/year: anual | anualmente | al año | por año | cada año | todos los años
frequency! 1/hour: cada hora | por hora
frequency! every 2 day: en días alternos | días alternos | un día sí y otro no | cada dos días
frequency! as needed: si es necesario | cuando sea necesario
frequency! as needed: según sea necesario | si lo necesita | cuando lo necesite
frequency~.likely always: siempre
frequency~.likely often: a menudo | con frecuencia | frecuente | frecuentes
frequency~.likely often: frecuentemente | normalmente | común | comunes
frequency~.likely sometimes: a veces | de vez en cuando | ocasionalmente | en ocasiones
frequency~.likely rarely: rara vez | raramente | raro | raros | poco frecuente | poco frecuentes | casi nunca
action~ take: tome | tomar | toma | tómelo | tómela | use | usar | aplique | inyecte | beba | coma
action~ start: empiece | empezar | comience | comenzar | inicie | iniciar
action^ stop: deje de | dejar de | suspenda | suspender | interrumpa
action^ stop: interrumpir | pare | parar | deja de | deje
action~ continue: continúe | continuar | siga | seguir | siga tomando
action^ skip: omita | omitir | sáltese | saltarse | salte
action^ more: aumente | aumentar | suba | subir | aumenta | incremente | incrementar
action^ less: reduzca | reducir | disminuya | disminuir | baje | bajar | reduce | disminuye
action^ double: duplique | duplicar | doble | el doble
action^ halve: la mitad
action^ chew: mastique | masticar
action^ crush: triture | triturar | machaque
action~ swallow: trague | tragar
urgency! now: de inmediato | inmediatamente | enseguida | urgentemente
urgency! now: urgente | en seguida | cuanto antes | sin demora
urgency~ now: ahora | ya
urgency~ later: más tarde | luego | pronto | cuando pueda | en su próxima cita
urgency^.seek seek: llame | pida ayuda | busque ayuda | avise a su médico
urgency^.seek seek: alérgico | alérgica | alergia | sobredosis
opposite~.quantity all: todos | todas | toda
opposite~.quantity most: la mayoría
opposite~.quantity some: algunos | algunas
opposite~.quantity few: pocos | pocas
opposite~.store fridge: nevera | frigorífico | refrigerador
opposite~.store freezer: congelador | congele | congelar
opposite~.store room: temperatura ambiente
"""
OPPOSITES = """
urgency: emergencia / advertencia / consejo / pregunte a su equipo
laterality: izquierdo | izquierda / derecho | derecha
alto | alta | altos | altas / bajo | baja | bajos | bajas
más / menos
mayor | mayores / menor | menores
rápido | rápida | rápidamente / lento | lenta | lentamente | despacio
de repente | bruscamente | de golpe | repentinamente | súbitamente / poco a poco | gradualmente
antes / después
con / sin
seguro | segura / peligroso | peligrosa
arriba / abajo
caliente | templado | calor / frío | fría
superior / inferior
dentro / fuera
grave | graves / leve | leves
mejor | mejora / peor | empeora
abra | abierto | abrir / cierre | cerrado | cerrar
positivo | positiva / negativo | negativa
estreñimiento / diarrea
día / noche
máximo | máxima / mínimo | mínima
largo | larga / corto | corta
sube | aumenta | aumentan / baja | disminuye | disminuyen | reduce
apretado / suelto
sí / no
siempre / nunca
"""
SITES = """
brazo | brazos / pierna | piernas / mano | manos / pie | pies
dedo | dedos / ojo | ojos / oído | oídos / nariz / boca
muslo | muslos / nalga | nalgas / hombro | hombros / rodilla | rodillas / cadera | caderas / tobillo | tobillos
vientre | barriga | abdomen | estómago / espalda / cerebro
corazón / hígado / riñón | riñones / pulmón | pulmones
piel / vena | venas / músculo | músculos / hueso | huesos / cuello
pecho / vejiga / garganta / lengua / codo | codos
"""
DISEASES = """
asma / diabetes / epilepsia / glaucoma / ictus / infarto
cáncer / hepatitis / depresión / neumonía / gripe / sarampión
migraña / anemia / sepsis / trombosis / malaria
tuberculosis / meningitis / psoriasis / artritis / osteoporosis
"""
NUMBERS = """
0 cero | 1 uno | 2 dos | 3 tres | 4 cuatro | 5 cinco
6 seis | 7 siete | 8 ocho | 9 nueve | 10 diez | 11 once | 12 doce
13 trece | 14 catorce | 15 quince | 16 dieciséis | 18 dieciocho | 20 veinte | 21 veintiuno | 24 veinticuatro
30 treinta | 40 cuarenta | 50 cincuenta | 60 sesenta
70 setenta | 80 ochenta | 90 noventa | 100 cien | 100 ciento
1000 mil | 1/2 medio | 1/2 media | 1/2 mitad | 1/4 cuarto | 3/4 tres cuartos
"""
ORDINALS = (
    "primer 1st | primera 1st | primero 1st | segundo 2nd | "
    "segunda 2nd | tercer 3rd | tercera 3rd | tercero 3rd"
)
TIMES = ""
ARTICLES = "un | una"
UNITS = """
mg: miligramo | miligramos
mcg: microgramo | microgramos
g: gramo | gramos
kg: kilo | kilos | kilogramo | kilogramos
ml: mililitro | mililitros
l: litro | litros
unit: unidad | unidades | ui
iu: unidad internacional | unidades internacionales
%: por ciento
cm: centímetro | centímetros
mm: milímetro | milímetros
m: metro | metros
°: grado | grados
"""
FORMS = """
tablet: comprimido | comprimidos | pastilla | pastillas | tableta | tabletas
capsule: cápsula | cápsulas
drop: gota | gotas
puff: inhalación | inhalaciones | pulsación | pulsaciones
spoon: cucharadita | cucharaditas
tablespoon: cucharada | cucharadas
sachet: sobre | sobres
patch: parche | parches
injection: inyección | inyecciones
suppository: supositorio | supositorios
dose: dosis
glass: vaso | vasos
ampoule: ampolla | ampollas
"""
PERIODS = """
second: segundo | segundos
minute: minuto | minutos
hour: hora | horas
day: día | días
night: noche | noches
week: semana | semanas
month: mes | meses
year: año | años
"""
PERIOD_ADVERBS = ""
PER = "al | a la | por | cada | en un | por cada"
EVERY = "cada"
OTHER = ""
TIMES_WORDS = "veces | vez"
LIMITS = """
at least: al menos | por lo menos | como mínimo | un mínimo de | mínimo de | no menos de
at most: como máximo | un máximo de | máximo de | no más de | hasta | a lo sumo | no tome más de | no exceda
more: más de | mayor de | mayores de | superior a | por encima de
less: menos de | menor de | menores de | inferior a | por debajo de
"""
LIMITS_AFTER = """
at least: o más | en adelante | o mayores | o superior
at most: o menos | o menores | o inferior
"""
OLD = "de edad"
AGED = "edad | edades"
PEOPLE = "niños | personas | adultos | menores | mayores | pacientes | mujeres | hombres"
CALL = "llame | llamar | llame al | marque | teléfono"
SIDE = "lado"
BREAKS = "y | e | pero | o | u | luego | mientras | si | cuando | porque | aunque"
AND, OR, IF = "y", "o", "si"
STANDS_FOR_A_MEDICINE = (
    "lo | la | los | las | este | esta | esto | medicamento | medicamentos | medicina | fármaco"
)
