"""Lines as people write them who have Spanish, and what a pharmacist reads in them: written down by hand before the program read any of
them in Spanish. The outcomes are those of ``pharmacist_readings``."""

from __future__ import annotations

from tests.questions.pharmacist_readings import read_as

EVERY_DAY = (
    read_as("lisinopril 10 mg una tableta al dia", "one", "314076", "30/30"),
    read_as("lisinopril 10 mg 1 tableta diaria", "one", "314076", "30/30"),
    read_as("Lisinopril 10 mg (para la presión) 1 diaria", "one", "314076", "30/30"),
    read_as("1. lisinopril 10 mg 1 vez al día", "one", "314076", "30/30"),
    read_as("lisinopril 10 mg una cada mañana", "one", "314076", "30/30"),
    read_as("lisinopril 10 mg todos los días 3 meses", "one", "314076", "90/90"),
    read_as("losartan 50 mg tome 1 tableta por boca cada dia #30", "ready", "979492", "30/30"),
    read_as("losartan 50 mg cada 12 horas #60", "ready", "979492", "60/30"),
    read_as("losartán 50 mg 60 tabletas para 30 días", "ready", "979492", "60/30"),
    read_as("amlodipino 5 mg c/24h", "one", "197361", "30/30"),
    read_as("amlodipino 5 mg cada 24 hrs #90", "ready", "197361", "90/90"),
    read_as("amlodipino 5 mg diario, cant 30", "ready", "197361", "30/30"),
    read_as("jardiance 10 mg diario #30", "ready", "1545664", "30/30"),
    read_as("pantoprazol 40 mg diario #30", "ready", "314200", "30/30"),
    read_as("metoprolol succinato ER 50 mg diario #90", "ready", "866436", "90/90"),
    read_as("sertraline 50 mg por 30 dias #30", "ready", "312941", "30/30"),
    read_as("furosemide 40 mg en la manana", "one", "313988", "30/30"),
    read_as("atorvastatina 40 mg una por la noche", "one", "617311", "30/30"),
    read_as("atorvastatina 40mg #90 de noche", "ready", "617311", "90/90"),
    read_as("omeprazole 20 mg antes del desayuno", "one", "198051", "30/30"),
    read_as("omeprazol 20 mg 1 cápsula antes del desayuno #30", "ready", "198051", "30/30"),
    read_as("omeprazol 20 mg para el estómago en ayunas, diario", "one", "198051", "30/30"),
)
SEVERAL_TIMES = (
    read_as("metformina 500 mg dos veces al dia", "one", "861007", "60/30"),
    read_as("metformina 500 mg dos veces al día #180 90 días", "ready", "861007", "180/90"),
    read_as("metformina 500 mg para la diabetes 2 diarias", "one", "861007", "60/30"),
    read_as("metformina 500 mg con el desayuno y la cena", "one", "861007", "60/30"),
    read_as("Tomar 1 tableta por vía oral dos veces al día metformina 500 mg", "one", "861007", "60/30"),
    read_as("METFORMINA 500 MG TABLETA TOME 1 TABLETA 2 VECES AL DÍA CON LAS COMIDAS CANTIDAD: 180 90 DÍAS", "ready", "861007", "180/90"),
    read_as("gabapentin 300 mg cada 8 horas", "one", "310431", "90/30"),
    read_as("gabapentina 300 mg tres veces al día #270 para 90 días", "ready", "310431", "270/90"),
    read_as("gabapentina 300 mg 1 cápsula por la mañana, 1 al mediodía y 2 por la noche", "one", "310431", "120/30"),
    read_as("eliquis 5 mg 1 pastilla 2 veces por dia", "one", "1364447", "60/30"),
    read_as("Eliquis 5 mg una pastilla cada 12 horas", "one", "1364447", "60/30"),
    read_as("eliquis 5 mg mañana y noche #60", "ready", "1364447", "60/30"),
    read_as("lisinopril 20 mg en la mañana y en la noche", "one", "314077", "60/30"),
    read_as("lisinopril 20 mg 2 tabletas en la mañana y 1 en la noche", "one", "314077", "90/30"),
)
PARTS_AND_DAYS = (
    read_as("sertralina 50 mg media tableta al día", "one", "312941", "15/30"),
    read_as("sertralina 50 mg tableta y media al día", "one", "312941", "45/30"),
    read_as("sertralina 50 mg una y media tabletas al día", "one", "312941", "45/30"),
    read_as("hidroclorotiazida 25 mg media pastilla por la mañana", "one", "310798", "15/30"),
    read_as("carvedilol 25 mg ½ tableta dos veces al día", "one", "200033", "30/30"),
    read_as("furosemida 20 mg un día sí y un día no", "one", "310429", "15/30"),
    read_as("furosemida 20 mg día por medio", "one", "310429", "15/30"),
    read_as("levotiroxina 112 mcg lunes a viernes", "one", "966248", "20/28"),
    read_as("levotiroxina 112 mcg de lunes a sábado", "one", "966248", "24/28"),
    read_as("levotiroxina 112 mcg todos los días menos el domingo", "one", "966248", "24/28"),
    read_as("levotiroxina 112 mcg lunes, miércoles y viernes", "one", "966248", "12/28"),
    read_as("alendronato 70 mg cada domingo #4", "ready", "904431", "4/28"),
    read_as("alendronato 70 mg una vez por semana #4", "ready", "904431", "4/28"),
)
OTHER_FORMS = (
    read_as("Lantus SoloStar 20 unidades en la noche", "one", "847232", "15/75"),  # 1,500 units / 20
    read_as("Ozempic 1 mg una vez por semana", "one", "2398842", "3/28"),
    read_as("latanoprost 0.005% una gota en cada ojo al acostarse 2.5 ml", "ready", "314072", "2.5/25"),
    read_as("latanoprost 0.005% 1 gota en el ojo derecho por la noche", "one", "314072", "2.5/50"),
    read_as("albuterol 2 inhalaciones cada 6 horas si es necesario", "ask", "2123076 859088 630208"),
    read_as("insulina lantus 20 unidades", "ask", "847232 285018"),
)
ASKED = (
    read_as("warfarina 5 mg según indicado", "ask", "855332"),
    read_as("levotiroxina 112 mcg en ayunas", "ask", "966248"),
    read_as("metformina 500 mg con las comidas", "ask", "861007"),
    read_as("lisinopril 10 mg once al día", "ask", "314076"),  # "once" is eleven in Spanish
    read_as("lisinopril 10 mg sólo si la presión sube", "ask", "314076"),
    read_as("lisinopril 10 mg no dejar de tomar", "ask", "314076"),
    read_as("lisinopril 10 mg no suspender #30 diario", "ask", "314076"),
    read_as("lisinopril 10 mg 1 a veces", "ask", "314076"),
    read_as("lisinopril 10 mg 1 o 2 al día", "ask", "314076", "60/30 30/30"),
    read_as("propranolol LA 60 mg cada día", "ask"),  # a release, and no article
    read_as("alendronato 70 mg quincenal #4", "ask", "904431"),  # 14 days, or 15
    read_as("furosemida 20 mg cada tercer día #10", "ask", "310429"),  # every second day in Mexico
    read_as("me la quitó el doctor lisinopril 10 mg", "ask", "314076"),
)
NOT_TAKEN = (
    read_as("lisinopril 10 mg ya no la toma", "out"),
    read_as("ya no tomo metformina 500 mg", "out"),
    read_as("dejé de tomar lisinopril 10 mg", "out"),
    read_as("clopidogrel 75 mg suspendido", "out"),
    read_as("alérgico a lisinopril", "out"),
    read_as("alérgica a la penicilina", "out"),
    read_as("aspirina 81 mg", "out"),
    read_as("vitamina D 2000 ui", "out"),
    read_as("prednisona 10 mg cada vez menos", "out"),
)
ALL = (*EVERY_DAY, *SEVERAL_TIMES, *PARTS_AND_DAYS, *OTHER_FORMS, *ASKED, *NOT_TAKEN)
SEVERAL = (
    ("lisinopril 10 mg diario y metformina 500 mg dos veces al día", ("lisinopril 10 mg diario", "metformina 500 mg dos veces al día")),
    ("losartán 50 mg diario; amlodipino 5 mg diario", ("losartán 50 mg diario", "amlodipino 5 mg diario")),
)
IN_ONE_FIELD = (
    (
        "metformina 500 mg dos veces al día lisinopril 10 mg 1 al día",
        ("metformina 500 mg dos veces al día", "lisinopril 10 mg 1 al día"),
    ),
    (
        "tomar 1 tableta de lisinopril 10 mg al día tomar 2 tabletas de metformina 500 mg al día",
        ("tomar 1 tableta de lisinopril 10 mg al día", "tomar 2 tabletas de metformina 500 mg al día"),
    ),
)
"""Whole lists in the field of one drug."""
