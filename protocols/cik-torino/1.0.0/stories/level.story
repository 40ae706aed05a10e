# The level of a dose-escalation trial: assigned once, by the 3+3 rule, and kept.

story: Nothing is ordered before a level is assigned, and a level stays what it is once a dose was given
given a planned treatment
when physician-1 orders amount "7.25e7 {viable}"
then refused level-not-assigned
when physician-1 assigns a level level 4
then refused level-unknown
when physician-1 assigns a level level 0
then refused level-unknown
when physician-1 assigns a level level 2
then accepted
when physician-1 orders amount "1.8125e8 {viable}"
then accepted
when physician-1 orders amount "1.63125e8 {viable}"
then accepted
when physician-1 orders amount "1.63124e8 {viable}"
then refused order-differs
when physician-1 orders amount "1.8126e8 {viable}"
then refused order-differs
when physician-1 orders amount "7.25e7 {viable}"
then refused order-differs
when physician-1 orders amount "2.5e6 {viable}/kg"
then refused order-unit-wrong
when physician-1 orders amount "1.8125e8 {CD3+}"
then refused order-population-mixed
when physician-1 assigns a level level 1
then accepted
given a finished dose
when physician-1 assigns a level level 2
then refused level-fixed

story: Where the cohort is full or the level too high, nobody is treated at it
given an open treatment
when physician-1 records the evaluation cohort no
then accepted
when physician-1 confirms eligibility
then refused criterion-not-met
when physician-1 records the evaluation
then accepted
when physician-1 confirms eligibility
then accepted

story: A dose-limiting toxicity ends the patient's treatment
given a finished dose
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 2
then accepted
when physician-1 records a visit visit toxicity dose-limiting-toxicity yes
then accepted
when physician-1 orders dose 2
then refused stop-rule-fired
when physician-1 closes the treatment as stopped
then accepted

story: A patient who has lost weight is ordered for anew before the bag is hung
given a fit patient
when physician-1 records a visit visit before-infusion weight "65 kg"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused weight-changed
