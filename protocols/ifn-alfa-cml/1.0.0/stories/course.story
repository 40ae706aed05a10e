# The patient of these stories weighs 95 kg and is 170 cm tall: 2.12 m2.

story: A physician assigns 4 or 5 million IU per m2 before the first dose
given a planned treatment
at 2026-01-12 08:00
when physician-1 assigns a level level 3
then refused level-unknown
when physician-1 assigns a level level 1
then accepted
when physician-1 orders dose 1 amount "8500000 [iU]"
then accepted
given a finished dose for dose 1
when physician-1 assigns a level level 2
then refused level-fixed

story: No dose is above 9 million IU
given a planned treatment
at 2026-01-12 08:00
when physician-1 records the evaluation
then accepted
when physician-1 assigns a level level 2
then accepted
when physician-1 orders dose 1 amount "10600000 [iU]"
then refused order-differs, dose-over-cap
when physician-1 orders dose 1 amount "9 10*6[iU]"
then refused order-unit-wrong
when physician-1 orders dose 1 amount "9000000 [iU]"
then accepted

story: A pregnancy is no bar here, but it is known and shared
given an open treatment
when physician-1 records the evaluation pregnancy-known no
then accepted
when physician-1 confirms eligibility
then refused criterion-not-met

story: When the blood has done its best, a physician decides how to go on
given a finished dose for dose 2
when physician-1 records a visit visit response haematological-maximum yes
then accepted
when physician-1 orders dose 3
then refused treatment-on-hold, gate-not-passed
