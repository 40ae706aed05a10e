# The patient of these stories weighs 95 kg and is 170 cm tall: 2.12 m2.

story: A severe reaction holds the treatment and halves the dose; if it persists it ends
given a fit patient for dose 1
when physician-1 records fitness severe-reaction yes
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused treatment-on-hold, not-fit-today, order-outdated
when physician-1 lifts the hold
then accepted
when physician-1 orders dose 1 amount "4200000 [iU]"
then refused order-differs
when physician-1 orders dose 1 amount "2100000 [iU]"
then accepted
when physician-1 records fitness reaction-persists yes
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused stop-rule-fired, not-fit-today, amount-differs

story: The order is in units, and is the dose worked out
given an ordered dose
when physician-1 orders dose 1 amount "4.2 10*6[iU]"
then refused order-unit-wrong
when physician-1 orders dose 1 amount "1 mg"
then refused order-unit-wrong
when physician-1 orders dose 1 amount "2100000 [iU]"
then refused order-differs

story: After six months only a response goes on
given a finished dose for dose 78
at 2026-07-12 07:00
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 79
then refused gate-not-passed
when physician-1 records a visit visit six-months response no
then accepted
when physician-1 orders dose 79
then refused gate-not-passed
when physician-1 records a visit visit six-months response yes
then accepted
when physician-1 orders dose 79
then accepted

story: With few platelets nothing goes into a muscle
given a released product for dose 1
when physician-1 records fitness muscle-few-platelets yes
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused not-fit-today
when physician-1 records fitness
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then accepted
