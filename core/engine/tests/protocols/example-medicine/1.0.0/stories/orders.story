# A medicine is prepared for an order that a physician signed, and for nothing else.

story: Nothing is collected, and a dose is prepared for its order
given a planned treatment
when nurse-3 labels a bag
then refused nothing-collected
when nurse-3 collects
then refused label-missing, nothing-collected
at 2026-01-12 07:50
when tech-1 with tech-2 starts the preparation
then refused order-missing
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 1 unsigned
then refused signature-missing
when physician-1 orders dose 1 amount "57000000 [iU]"
then accepted
when tech-1 with tech-2 starts the preparation
then accepted

story: The order is the dose worked out, in its unit and under its cap
given an ordered dose
when physician-1 orders dose 1 amount "57000001 [iU]"
then refused order-differs
when physician-1 orders dose 1 amount "71000000 [iU]"
then refused order-differs, dose-over-cap
when physician-1 orders dose 1 amount "3.5 mg"
then refused order-unit-wrong
when physician-1 orders dose 1 amount "57 10*6[iU]"
then refused order-unit-wrong
when physician-1 orders dose 9 amount "57000000 [iU]"
then refused dose-unplanned, no-rule

story: A weight decides when it is there, fresh and plausible
given a planned treatment
at 2026-01-20 09:00
when physician-1 orders dose 1
then refused weight-too-old
when physician-1 records the evaluation weight "1000 kg"
then accepted
when physician-1 orders dose 1
then refused criterion-not-met, dose-not-computable
when physician-1 records the evaluation weight "145 kg"
then accepted
when physician-1 orders dose 1
then refused criterion-not-met, order-differs

story: A weight that has moved makes the order void, until the dose is ordered again
given an ordered dose
when physician-1 records the evaluation weight "104.4 kg"
then accepted
when tech-1 with tech-2 starts the preparation
then accepted
when physician-1 records the evaluation weight "104.5 kg"
then accepted
when tech-1 with tech-2 performs step dilute
then accepted
when tech-1 with tech-2 labels a bag for product
then accepted
when tech-1 with tech-2 prints a label for product
then accepted
when tech-1 with tech-2 scans the label for product
then accepted
when tech-1 with tech-2 fills
then refused weight-changed

story: A finding that changes the dose makes the order void
given a fit patient for dose 1
when physician-1 records the evaluation clearance "59 %"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused order-outdated
when physician-1 orders dose 1 amount "28500000 [iU]"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused amount-differs

story: What is filled is what was ordered, to the last unit
given a diluted dose
when tech-1 with tech-2 labels a bag for product
then accepted
when tech-1 with tech-2 prints a label for product
then accepted
when tech-1 with tech-2 scans the label for product
then accepted
when tech-1 with tech-2 fills amount "57000001 [iU]"
then refused amount-differs
when tech-1 with tech-2 fills amount "71000000 [iU]"
then refused amount-differs, dose-over-cap
when tech-1 with tech-2 fills
then accepted

story: A dose is prepared on its days only
given an ordered dose
at 2026-01-16 09:00
when tech-1 with tech-2 starts the preparation
then refused preparation-outside-its-days

story: A step down is taken once for each dose, and below the last level nothing is given
given a fit patient for dose 1
when physician-1 records fitness creatinine "3.0 mg/dL"
then accepted
when physician-1 records fitness creatinine "3.2 mg/dL"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused order-outdated
when physician-1 orders dose 1 amount "28500000 [iU]"
then accepted
when tech-1 with tech-2 starts the preparation batch B-1B donation A999926000021
then accepted

story: A hold that also lowers is lifted, and the step down stays
given a finished dose for dose 1
when physician-1 records a visit visit day-after platelets "49 10*9/L"
then accepted
given an observed infusion for dose 1
when physician-1 orders dose 2 amount "57000000 [iU]"
then refused treatment-on-hold, order-differs
when physician-1 lifts the hold
then accepted
when physician-1 orders dose 2 amount "28500000 [iU]"
then accepted

story: A cycle that has ended stays ended when a hold is lifted
given a fit patient for dose 1
when physician-1 records a visit visit day-after bilirubin "3.1 mg/dL" weak yes
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused cycle-ended
when physician-1 places a hold
then accepted
when physician-1 lifts the hold
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused cycle-ended
when physician-1 orders dose 1
then refused cycle-ended

story: Without a weight there is no dose
given a planned treatment
given the protocol without eligibility
when physician-1 orders dose 1 amount "57000000 [iU]"
then refused weight-missing

story: All doses of a line together stay under its cap
given a finished dose for dose 3
given an ordered dose for dose 4
when physician-1 orders dose 4 amount "21000000 [iU]"
then refused order-differs, cumulative-cap-reached

story: A later cycle is given though an earlier one was ended
given an observed infusion for dose 1
when physician-1 records a visit visit day-after bilirubin "3.1 mg/dL" weak yes
then accepted
at 2026-01-26 08:00
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 2
then accepted

story: A gate is answered after the part before it, and lets no other dose through
given a finished dose for dose 3
at 2026-02-23 08:00
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 4 amount "18000000 [iU]"
then refused gate-not-passed
when physician-1 records a visit visit day-after shrunk no
then accepted
when physician-1 orders dose 4 amount "18000000 [iU]"
then refused gate-not-passed
when physician-1 records a visit visit day-after
then accepted
when physician-1 orders dose 4 amount "18000000 [iU]"
then accepted

story: Below the last level nothing is given
given an observed infusion for dose 1
when physician-1 records fitness creatinine "3.0 mg/dL"
then accepted
when physician-1 records a visit visit day-after platelets "49 10*9/L"
then accepted
when physician-1 orders dose 2 amount "28500000 [iU]"
then refused stop-rule-fired

story: A dose whose days have passed is left out, and the course goes on
given an ordered dose
at 2026-01-16 08:00
when tech-1 with tech-2 starts the preparation
then refused preparation-outside-its-days

story: A dose that was prepared in time is not given after its last day
given a released product
at 2026-01-16 08:00
when nurse-1 with nurse-2 verifies at the bedside
then refused dose-missed, fitness-missing, product-expired
