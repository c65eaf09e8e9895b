"""What a pharmacist reads in the lines of a list: written down by hand before the program read any of them.

A reading is an outcome, the products it may be (by RxNorm's number in the shipped catalog of 2026), and amounts in priced units and days:

- ``ready``: product and amount are certain.
- ``one``: one confirmation away: that amount is offered for one of those products. Ready with the same amount is right too.
- ``ask``: one of those products, with a question. The amounts, if any, are among those offered.
- ``out``: not bought, or not bought so: left out with a reason, outside Part D, or asked.
- ``none``: no product of the file.
"""

from __future__ import annotations

from typing import NamedTuple


class Reading(NamedTuple):
    """A line and how a pharmacist reads it."""

    text: str
    outcome: str
    products: tuple[str, ...] = ()
    amounts: tuple[tuple[float, int], ...] = ()


def _read(text: str, outcome: str, products: str = "", amounts: str = "") -> Reading:
    pairs = [amount.split("/") for amount in amounts.split()]
    return Reading(text, outcome, tuple(products.split()), tuple((float(units), int(days)) for units, days in pairs))


NATURAL = (
    _read("Lisinopril-HCTZ 20/12.5 qd", "one", "197886", "30/30"),
    _read("metoprolol succ ER 50mg 1 po daily #90", "ready", "866436", "90/90"),
    _read("Lantus Solostar 100u/ml 20 units qhs", "one", "847232", "15/75"),  # 1,500 units / 20
    _read("albuterol inh prn", "ask", "2123076 859088 630208"),
    _read("vit D 2000 iu", "out"),
    _read("warfarin 5mg as directed", "ask", "855332"),
    _read("Trulicity 1.5mg/0.5ml weekly", "one", "1551306", "2/28"),  # 4 pens of 0.5 mL
    _read("hydroco/apap 5-325 q6h prn", "ask", "857002", "120/30"),  # 4 a day at most
    _read("eliquis 5 mg bid #60 refills 3", "ready", "1364447", "60/30"),
    _read("levothyroxine 75 mcg", "ask", "966222"),
    _read("ASA 81", "out"),
    _read("Tylenol", "out"),
    _read("Jardiance 10", "ask", "1545664"),
    _read("gabapentin 300 tid", "one", "310431", "90/30"),
    _read("Ozempic 0.25 or 0.5", "ask", "2619154"),
    _read("prednisone taper", "out"),
    _read("ATORVASTATIN CALCIUM 40 MG TABLET   TAKE 1 TABLET BY MOUTH EVERY DAY   QTY 90   RF 3   Dr. B.", "ready", "617311", "90/90"),
    _read("METFORMIN HCL 500 MG TAB TAKE 1 TABLET BY MOUTH TWICE A DAY WITH MEALS #180 90 DAYS", "ready", "861007", "180/90"),
    _read("FUROSEMIDE 20MG TAB  QTY:30 DS:30 Rx# 6612345 CVS 02/14/26", "ready", "310429", "30/30"),
    _read("GABAPENTIN 300MG CAP Sig: 1 CAP PO TID Disp: 90 Refills: 5", "ready", "310431", "90/30"),
    _read("AMLODIPINE BESYLATE 5MG TAB  30.000  30  10/12/2026", "one", "197361", "30/30"),
    _read("SERTRALINE HCL 50MG TABS (Generic for ZOLOFT) take 1 and 1/2 tablets daily", "one", "312941", "45/30"),
    _read("Atorvastatin TAB 20MG - 30 tablets every 1 month", "ready", "617310", "30/30"),
    _read("Eliquis TAB 5MG - 60 Tablets per 30 days", "ready", "1364447", "60/30"),
    _read("Lantus SoloStar INJ 100/ML - 15 ML every 30 days", "one", "847232", "15/30"),
    _read("Ozempic INJ 2MG/3ML - 1 pen every 28 days", "one", "2619154", "3/28"),
    _read("Drug Name: Metoprolol Tartrate 25 mg", "ask", "866924"),
    _read("Supply: 60", "none"),
    _read("Orig Drug Entry: losartan potassium 50 mg oral tablet", "ask", "979492"),
    _read("Instructions: take one tablet by mouth daily", "none"),
    _read("CONTINUE: Furosemide 40 mg PO BID (increased from 20 mg daily)", "one", "313988", "60/30"),
    _read("STOP: Lisinopril 10 mg daily", "out"),
    _read("NEW: Xarelto 20 mg daily with evening meal", "one", "1232088", "30/30"),
    _read("CHANGE: carvedilol 25 mg 1/2 tab BID", "one", "200033", "30/30"),
    _read("HOLD metformin 1000 mg BID until follow-up", "out"),
    _read("pantoprazole 40 mg PO daily x 14 days then stop", "out"),
    # 3 x 5 mg + 4 x 2.5 mg are 25 mg a week: 5 tablets of 5 mg or 10 of 2.5 mg
    _read("warf 5 m/w/f 2.5 other days", "ask", "855332 855312", "20/28"),
    # 3 x 5 mg + 4 x 7.5 mg are 45 mg a week: 9 tablets of 5 mg
    _read("Coumadin 5 mg M-W-F, 7.5 mg T-Th-Sat-Sun", "ask", "855332 855344", "36/28"),
    _read("insulin - humalog sliding scale", "ask", "1652640 865098"),
    _read("Novolog flexpen 5-10 units before meals tid", "ask", "1653204", "15/50 15/100"),  # 30 or 15 units of 1,500 a day
    _read("tresiba 30 units at night", "ask", "1670016 1670023", "15/50 9/60"),  # 1,500 or 1,800 units
    _read("xalatan eye drops 1 drop both eyes hs", "one", "314072", "2.5/25"),  # 50 drops at 2 a day
    _read("synthroid .05mg", "ask", "966247"),
    _read("toprol xl 50 one a day", "one", "866436", "30/30"),
    _read("plavix 75 1x/d", "one", "309362", "30/30"),
    _read("tramadol 50mg 1-2 tabs q 6 hrs prn pain", "ask", "835603", "240/30"),  # 8 a day at most
    _read("trazadone 50 mg at bed time", "one", "856377", "30/30"),
    _read("omeprazole otc 20 mg", "out"),
    _read("Prolia shot every 6 months", "one", "993456", "1/180"),
    _read("advair 250/50 1 puff twice daily", "one", "896212", "60/30"),
    _read("trelegy 100 1 inhalation daily", "one", "1945048", "60/30"),  # two blisters each time
    _read("Enbrel 50mg/ml sureclick once weekly", "one", "1653225", "4/28"),
    _read("humira pen 40mg/0.4ml every other week", "one", "1872980", "2/28"),
    _read("prednisone 10 mg 4 tabs x3d, 3 tabs x3d, 2 tabs x3d, 1 tab x3d", "out"),
    _read("predisone 10mg 1/2 tab daily", "one", "198145", "15/30"),
    _read("Flomax .4 mg", "ask", "863669"),
    _read("Montelukast (singulair) 10mg hs", "one", "200224", "30/30"),
    _read("januvia 100mg daily - samples from doctor", "out"),
    _read("Hydrochlorothiazide 12.5 mg daily (half of 25 mg)", "ask", "429503 199903 310798"),
    _read("metformin er 500 mg 2 tabs bid", "one", "860975", "120/30"),
)

TRAPS = (
    _read("furosemide 40 mg 1 tab bid #60 d/c", "out"),
    _read("NOT taking: atorvastatin 40 mg daily #30", "out"),
    _read("no longer takes lisinopril 10 mg daily #30", "out"),
    _read("lisinopril 10 mg daily #30 dc'd", "out"),
    _read("lisinopril 20 mg daily #30 allergic", "out"),
    _read("metoprolol er 25 mg daily #30", "one", "866427", "30/30"),
    _read("metoprolol 50 mg bid #60", "ask", "866514 866436", "60/30"),  # which salt?
    _read("metoprolol 25 mg bid #60", "ask", "866924 866427", "60/30"),
    _read("glipizide/metformin 5/500 bid #60", "none"),
    _read("glyburide-metformin 2.5-500 mg bid #60", "none"),
    _read("Janumet 100/1000 daily #30", "ask", "861771"),  # the file has 50/1000
    _read("sitagliptin/metformin 100/1000 daily #30", "ask", "861771"),
    _read("Advair HFA 115/21 2 puffs bid", "ask", "896212"),
    _read("Advair diskus 250/50 bid #60", "one", "896212", "60/30"),
    _read("Trelegy 100/62.5/25 1 puff daily 60 puffs", "ask", "1945048", "60/30"),
    _read("Trelegy Ellipta 100-62.5-25 mcg 1 inhalation daily #60", "one", "1945048", "60/30"),
    _read("trelegy 1 a month", "ask", "1945048 2395775", "60/30"),
    _read("ozempic 1 pen monthly", "ask", "2619154 2398842 2599365", "3/28"),
    _read("Humira pen #2 28 days", "ask", "1872980 1655728", "2/28"),
    _read("humira 2 pens every 28 days", "ask", "1872980 1655728", "2/28"),
    _read("Lantus 3 ml pens #5 30 days", "one", "847232", "15/30"),
    _read("lantus 15", "ask", "847232 285018"),
    _read("Eliquis 5 mg 60", "ask", "1364447"),
    _read("Eliquis 60", "ask", "1364447 1364441"),
    _read("eliquis 5mg bid #60/30", "ready", "1364447", "60/30"),
    _read("levothyroxine 50 #90 1 qd", "ready", "966221", "90/90"),
    _read("levothyroxine 88 mcg daily #90", "ready", "966253", "90/90"),
    _read("levothyroxine 0.05 daily #90", "ready", "966221", "90/90"),
    _read("levothyroxine 25 mcg 2 daily #180", "ready", "966220", "180/90"),
    _read("warfarin 5mg daily #30 5 days a week", "one", "855332", "30/42"),  # 30 / 5 = 6 weeks
    _read("warfarin 5 mg #45 1.5 daily", "ready", "855332", "45/30"),
    _read("prednisone 10 mg 1 qod #15", "ready", "198145", "15/30"),
    _read("prednisolone 10 mg daily #30", "none"),
    _read("methylprednisolone 4 mg dose pack", "none"),
    _read("omeprazole 20 mg bid ac #60", "ready", "198051", "60/30"),
    _read("esomeprazole 20 mg daily #30", "ask", "606730"),  # the file has 40 mg
    _read("pantoprazole 40 qd #30", "ready", "314200", "30/30"),
    _read("tramadol er 50 mg daily #30", "ask", "835603"),
    _read("tramadol-apap 37.5/325 #60", "none"),
    _read("losartan-hctz 50-12.5 mg daily #90", "ready", "979468", "90/90"),
    _read("amlodipine/atorvastatin 5/20 daily #30", "none"),
    _read("carvedilol cr 25 mg daily #30", "ask", "200033"),
    _read("carvedilol 25 mg 2 daily #60", "ready", "200033", "60/30"),
    _read("rosuvastatin 10mg 1 tablet weekly #4", "ready", "859747", "4/28"),
    _read("sertraline 50 mg 1 qd #30 3 month supply", "ask", "312941"),
    _read("januvia 100 #30 monthly", "one", "665036", "30/30"),
    _read("Jardiance 10 mg qam #90", "ready", "1545664", "90/90"),
    _read("Jardiance 25 mg qam #90", "ready", "1545668", "90/90"),
    _read("metformin 500 2 am 1 pm #90", "ready", "861007", "90/30"),
    _read("metformin 1000 mg bid 180 tabs", "ready", "861004", "180/90"),
    _read("metformin 500mg er 2 qpm #60", "ready", "860975", "60/30"),
    _read("metformin xr 500 bid #60", "ready", "860975", "60/30"),
    _read("clopidogrel bisulfate 75 mg daily #30", "ready", "309362", "30/30"),
    _read("hydrochlorothiazide 25mg 0.5 tab qd #15", "ready", "310798", "15/30"),
    _read("gabapentin 300 mg caps 3x/day 270 caps 90 days", "ready", "310431", "270/90"),
    _read("gabapentin 300 mg qid #90", "ask", "310431"),  # 22 and a half days
    _read("gabapentin 100 mg tid #90", "ready", "310430", "90/30"),
    _read("mounjaro 5 mg q week 4 pens", "one", "2601746", "2/28"),
    _read("Mounjaro 10 mg weekly 4 pens", "one", "2601770", "2/28"),
    _read("Trulicity 3 mg weekly #4", "one", "2395779", "2/28"),
    _read("Trulicity 0.75 weekly 4 pens", "one", "1551300", "2/28"),
    _read("eliquis stopped 5 mg bid #60", "out"),
    _read("losartan hctz 50 mg daily #90", "ask", "979468"),
    _read("amlodipine benazepril 10 mg daily #30", "ask", "898342"),
    _read("omeprazole otc 20 mg daily #30", "out"),
    _read("Mounjaro 10 mg weekly 2 ml 28 days", "ready", "2601770", "2/28"),
    _read("Trulicity 3 mg weekly 2 ml 28 days", "ready", "2395779", "2/28"),
    _read("Trelegy 100/62.5/25 1 puff daily 60 puffs", "ask", "1945048", "60/30"),
    _read("prednisone taper 10 mg daily #30", "out"),
    _read("jardiance 10 mg daily #45", "ready", "1545664", "45/45"),
)

OWN_TRAPS = (
    _read("lisinopril 10 mg daily #30 - pt quit", "out"),
    _read("lisinopril 10 mg daily #30 (discontinued 3/2026)", "out"),
    _read("D/C lisinopril 10 mg daily", "out"),
    _read("atorvastatin 40 mg nightly #30 causes muscle pain", "out"),
    _read("used to take warfarin 5 mg daily #30", "out"),
    _read("lisinopril 10 mg daily #30 on hold", "out"),
    _read("do not take metformin 500 mg bid #60", "out"),
    _read("lisinopril 10 mg daily #30 changed to losartan 50 mg", "out"),
    _read("eliquis 5 mg bid #60 from the VA", "out"),
    _read("furosemide 40 mg iv bid", "out"),
    _read("furosemide 40 mg daily #30 until swelling gone", "out"),
    _read("amoxicillin 500 mg tid x 10 days #30", "out"),  # once, not 36 times a year
    _read("azithromycin 250 mg 2 tabs today then 1 daily x 4 days", "out"),
    _read("prednisone 10 mg daily #30 tapering", "out"),
    _read("lisinopril 20 mg daily #30 was 10 mg", "one", "314077", "30/30"),
    _read("metformin 500 mg daily for 1 week then bid", "out"),
    _read("lisinopril/hctz 20-25 daily #90", "ready", "197887", "90/90"),
    _read("hctz/lisinopril 25/20 daily #90", "one", "197887", "90/90"),
    _read("valsartan hctz 160/12.5 qd #90", "ready", "200285", "90/90"),
    _read("losartan potassium-hydrochlorothiazide 100-25 mg #90 90 days", "ready", "979471", "90/90"),
    _read("telmisartan hctz 40/12.5 daily #30", "none"),
    _read("benazepril amlodipine 20/10 daily #30", "one", "898342", "30/30"),
    _read("carbidopa-levodopa 25-100 tid #90", "ready", "197444", "90/30"),
    _read("sinemet cr 25/100 tid #90", "ask", "197444"),  # the file has no controlled release
    _read("metoprolol succinate 100 mg daily #90", "one", "866412", "90/90"),
    _read("metoprolol tartrate er 50 mg bid #60", "ask", "866514 866436"),  # no such tablet
    _read("bupropion 150 mg daily #30", "ask", "993541"),  # SR or XL?
    _read("bupropion sr 150 mg bid #60", "ask", "993541"),  # twice-daily tablets are another product
    _read("bupropion xl 300 mg qam #30", "ready", "993557", "30/30"),
    _read("diltiazem 120 mg tid #90", "ask", "830861"),
    _read("divalproex er 500 mg 2 qhs #60", "ready", "1099569", "60/30"),
    _read("divalproex dr 250 mg bid #60", "ready", "1099678", "60/30"),
    _read("divalproex 250 mg bid #60", "ask", "1099678 1099563", "60/30"),
    _read("glipizide er 5 mg qam #90", "ready", "314006", "90/90"),
    _read("glipizide xl 5 mg 1 daily #30", "one", "314006", "30/30"),
    _read("venlafaxine 75 mg bid #60", "ask", "313585"),  # the file has extended release alone
    _read("levothyroxine 88 mg daily #90", "ask", "966253"),  # mg, not mcg
    _read("levothyroxine 55 mcg daily #90", "ask"),
    _read("lisinopril 15 mg daily #30", "ask"),
    _read("gabapentin 3000 mg tid #90", "ask"),
    _read("gabapentin 300 mg 2 caps tid #90", "ready", "310431", "90/15"),  # 6 a day
    _read("warfarin 5 mg 1 tab except 1/2 tab on Sunday #30", "ask", "855332"),
    _read("warfarin 5 mg daily except Sunday #24", "one", "855332", "24/28"),
    _read("take two tablets of metformin 500 mg twice a day", "one", "861007", "120/30"),
    _read("metformin 500 mg one in the morning, two at bedtime", "one", "861007", "90/30"),
    _read("lisinopril 10 mg daily 3 months supply", "one", "314076", "90/90"),
    _read("alendronate 70 mg every Sunday #4", "ready", "904431", "4/28"),
    _read("alendronate 70 mg daily #30", "ask", "904431"),
    _read("timolol 0.5% 1 gtt ou bid", "one", "1992303", "5/25"),  # 100 drops at 4 a day
    _read("tresiba u-200 40 units daily", "one", "1670023", "9/45"),  # 1,800 units / 40
    _read("toujeo 50 units daily", "ask", "1604544 2002420", "9/54 6/36"),  # a box of 1,350 units is no month at 50 a day
    _read("repatha 140 mg every 2 weeks", "one", "1665900", "2/28"),
    _read("lantus vial 20 units bid", "one", "285018", "20/50"),  # 1,200 units need two vials of 1,000
    _read("humulin 70/30 20 units bid", "ask"),
    _read("hydroxyzine 25 mg q6h prn itching #30", "ask", "995258"),
    _read("hydralazine 25 mg tid #90", "ready", "905225", "90/30"),
    _read("clonidine 0.1 mg bid #60", "ready", "884173", "60/30"),
    _read("clonazepam 0.1 mg bid #60", "ask"),
    _read("prednisone 5 mg 1 tab daily #30 ?", "ask", "312617"),
    _read("sertraline 100 mg 1/2 tablet daily #30", "ready", "312938", "30/60"),
    _read("Rx 7723456 lisinopril 10 mg #90 90 DS $4.00 filled 01/02/2026", "ready", "314076", "90/90"),
    _read("lisinopril 10 mg daily #30 blorptastic", "ask", "314076"),
)
