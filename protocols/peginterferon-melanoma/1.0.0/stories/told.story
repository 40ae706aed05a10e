# What matters most with peginterferon: the ladder of steps down, the kidneys, the unit, its standing.

story: Withdrawn where it was approved, it is begun under an exception only
given an evaluated patient
when physician-1 confirms eligibility in US
then refused not-available-here
when physician-1 with physician-2 records an exception in US country US status withdrawn
then accepted
when physician-1 confirms eligibility in US
then accepted

story: It is ordered in micrograms and in nothing else
given an ordered dose
when physician-1 orders dose 1 amount "570 ug"
then accepted
when physician-1 orders dose 1 amount "0.57 mg"
then refused order-unit-wrong
when physician-1 orders dose 1 amount "570 [iU]"
then refused order-unit-wrong
when physician-1 orders dose 1 amount "285 ug"
then refused order-differs

story: Six micrograms per kg for eight doses, then three
given a finished dose for dose 7
given an ordered dose for dose 8
when physician-1 orders dose 8 amount "570 ug"
then accepted
given a finished dose for dose 8
given an ordered dose for dose 9
when physician-1 orders dose 9 amount "570 ug"
then refused order-differs
when physician-1 orders dose 9 amount "285 ug"
then accepted

story: Poor kidneys lower the dose, and what was ordered before no longer stands
given an ordered dose
when physician-1 records the evaluation weight "62 kg" creatinine-clearance "38 mL/min/{1.73_m2}"
then accepted
when tech-1 with tech-2 starts the preparation
then refused order-outdated, weight-changed
when physician-1 orders dose 1 amount "372 ug"
then refused order-differs
when physician-1 orders dose 1 amount "279 ug"
then accepted
when physician-1 records the evaluation weight "62 kg" creatinine-clearance "29.9 mL/min/{1.73_m2}"
then accepted
when physician-1 orders dose 1 amount "186 ug"
then accepted

story: Without a clearance there is no dose
given an open treatment
when physician-1 records the evaluation without creatinine-clearance
then accepted
when physician-1 confirms eligibility
then refused evaluation-incomplete

story: The ladder goes 6, 3, 2, 1 microgram per kg, and below it the treatment stops
given a finished dose for dose 1
at 2026-01-19 08:00
when physician-1 records the evaluation
then accepted
when physician-1 records fitness dose 2 neutrophils "0.49 10*9/L"
then accepted
when physician-1 lifts the hold
then accepted
when physician-1 orders dose 2 amount "285 ug"
then accepted
when tech-1 with tech-2 starts the preparation dose 2
then accepted
when tech-1 with tech-2 performs step order-check dose 2
then accepted
when tech-1 with tech-2 performs step preparation dose 2
then accepted
when tech-1 with tech-2 labels a bag for product dose 2
then accepted
when tech-1 with tech-2 prints a label for product dose 2
then accepted
when tech-1 with tech-2 scans the label for product dose 2
then accepted
when tech-1 with tech-2 fills dose 2 amount "285 ug"
then accepted
when tech-1 with tech-2 prints a label dose 2 for product saying d
then accepted
when tech-1 with tech-2 scans the label dose 2 for product saying d
then accepted
when tech-1 with tech-2 accounts for labels dose 2 for product applied 2
then accepted
when qc-1 records a result dose 2 test appearance
then accepted
when qc-1 records a result dose 2 test label-agrees
then accepted
when qc-2 approves a result dose 2 test appearance
then accepted
when qc-2 approves a result dose 2 test label-agrees
then accepted
when qp-1 reviews the record dose 2
then accepted
when qp-1 releases dose 2
then accepted
when tech-1 with nurse-1 hands over dose 2 to ward
then accepted
when physician-1 records fitness dose 2
then accepted
when nurse-1 with nurse-2 verifies at the bedside dose 2
then accepted
when nurse-1 with nurse-2 starts the infusion dose 2
then accepted
when nurse-1 with nurse-2 ends the infusion dose 2
then accepted
at 2026-01-26 08:00
when physician-1 records the evaluation
then accepted
when physician-1 records fitness dose 3 platelets "49 10*9/L"
then accepted
when physician-1 lifts the hold
then accepted
when physician-1 orders dose 3 amount "190 ug"
then accepted
when tech-1 with tech-2 starts the preparation dose 3
then accepted
when tech-1 with tech-2 performs step order-check dose 3
then accepted
when tech-1 with tech-2 performs step preparation dose 3
then accepted
when tech-1 with tech-2 labels a bag for product dose 3
then accepted
when tech-1 with tech-2 prints a label for product dose 3
then accepted
when tech-1 with tech-2 scans the label for product dose 3
then accepted
when tech-1 with tech-2 fills dose 3 amount "190 ug"
then accepted
when tech-1 with tech-2 prints a label dose 3 for product saying d
then accepted
when tech-1 with tech-2 scans the label dose 3 for product saying d
then accepted
when tech-1 with tech-2 accounts for labels dose 3 for product applied 2
then accepted
when qc-1 records a result dose 3 test appearance
then accepted
when qc-1 records a result dose 3 test label-agrees
then accepted
when qc-2 approves a result dose 3 test appearance
then accepted
when qc-2 approves a result dose 3 test label-agrees
then accepted
when qp-1 reviews the record dose 3
then accepted
when qp-1 releases dose 3
then accepted
when tech-1 with nurse-1 hands over dose 3 to ward
then accepted
when physician-1 records fitness dose 3
then accepted
when nurse-1 with nurse-2 verifies at the bedside dose 3
then accepted
when nurse-1 with nurse-2 starts the infusion dose 3
then accepted
when nurse-1 with nurse-2 ends the infusion dose 3
then accepted
at 2026-02-02 08:00
when physician-1 records the evaluation
then accepted
when physician-1 records fitness dose 4 performance "2 {score}"
then accepted
when physician-1 lifts the hold
then accepted
when physician-1 orders dose 4 amount "95 ug"
then accepted
when tech-1 with tech-2 starts the preparation dose 4
then accepted
when tech-1 with tech-2 performs step order-check dose 4
then accepted
when tech-1 with tech-2 performs step preparation dose 4
then accepted
when tech-1 with tech-2 labels a bag for product dose 4
then accepted
when tech-1 with tech-2 prints a label for product dose 4
then accepted
when tech-1 with tech-2 scans the label for product dose 4
then accepted
when tech-1 with tech-2 fills dose 4 amount "95 ug"
then accepted
when tech-1 with tech-2 prints a label dose 4 for product saying d
then accepted
when tech-1 with tech-2 scans the label dose 4 for product saying d
then accepted
when tech-1 with tech-2 accounts for labels dose 4 for product applied 2
then accepted
when qc-1 records a result dose 4 test appearance
then accepted
when qc-1 records a result dose 4 test label-agrees
then accepted
when qc-2 approves a result dose 4 test appearance
then accepted
when qc-2 approves a result dose 4 test label-agrees
then accepted
when qp-1 reviews the record dose 4
then accepted
when qp-1 releases dose 4
then accepted
when tech-1 with nurse-1 hands over dose 4 to ward
then accepted
when physician-1 records fitness dose 4
then accepted
when nurse-1 with nurse-2 verifies at the bedside dose 4
then accepted
when nurse-1 with nurse-2 starts the infusion dose 4
then accepted
when nurse-1 with nurse-2 ends the infusion dose 4
then accepted
at 2026-02-09 08:00
when physician-1 records the evaluation
then accepted
when physician-1 records fitness dose 5 severe-toxicity yes
then accepted
when physician-1 orders dose 5 amount "95 ug"
then refused stop-rule-fired

story: Several findings of one day are one step down
given an ordered dose
when physician-1 records fitness neutrophils "0.4 10*9/L" platelets "40 10*9/L" performance "2 {score}"
then accepted
when physician-1 lifts the hold
then accepted
when physician-1 orders dose 1 amount "190 ug"
then refused order-differs
when physician-1 orders dose 1 amount "285 ug"
then accepted

story: With poor kidneys there is no step down: the treatment ends
given an ordered dose
when physician-1 records the evaluation creatinine-clearance "38 mL/min/{1.73_m2}"
then accepted
when physician-1 records fitness neutrophils "0.4 10*9/L"
then accepted
when physician-1 lifts the hold
then accepted
when physician-1 orders dose 1 amount "285 ug"
then refused stop-rule-fired

story: Nobody goes on from a hold before the counts have come back
given a fit patient for dose 1
when physician-1 records fitness platelets "49 10*9/L"
then accepted
when physician-1 lifts the hold
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused not-fit-today, order-outdated
when physician-1 records fitness platelets "50 10*9/L"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused order-outdated

story: A step taken in the first eight doses is counted on in the later ones
given a finished dose for dose 8
when physician-1 records a visit visit blood-monthly platelets "49 10*9/L"
then accepted
when physician-1 lifts the hold
then accepted
at 2026-03-09 08:00
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 9 amount "285 ug"
then refused order-differs
when physician-1 orders dose 9 amount "190 ug"
then accepted

story: Grade 4 by the label's scale ends it; grade 3 by another scale holds it until it is translated
given a fit patient for dose 1
when physician-1 records an adverse event term rash grade 3
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused treatment-on-hold
when physician-1 lifts the hold
then accepted
when physician-1 records fitness life-threatening-toxicity yes
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused stop-rule-fired, not-fit-today

story: Thoughts of suicide found at a visit end the treatment
given a finished dose for dose 1
when physician-1 records a visit visit mood-first neuropsychiatric yes
then accepted
at 2026-01-19 08:00
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 2
then refused stop-rule-fired

story: A dose may be three days late, and then it is lost
given a finished dose for dose 1
at 2026-01-22 08:00
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 2
then accepted
when tech-1 with tech-2 starts the preparation dose 2
then accepted
at 2026-01-30 08:00
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 3
then accepted
when tech-1 with tech-2 starts the preparation dose 3
then refused preparation-outside-its-days
