# The patient of these stories weighs 95 kg and is 170 cm tall: 2.12 m2.

story: A severe reaction holds the treatment and halves the dose; if it persists it ends
given a fit patient for dose 1
when physician-1 records fitness severe-reaction yes
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused treatment-on-hold, not-fit-today, order-outdated
when physician-1 lifts the hold
then accepted
when physician-1 orders dose 1 amount "63600000 [iU]"
then refused order-differs
when physician-1 orders dose 1 amount "31800000 [iU]"
then accepted
when physician-1 records fitness reaction-persists yes
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused stop-rule-fired, not-fit-today, amount-differs

story: The order is in units, and is the dose worked out
given an ordered dose
when physician-1 orders dose 1 amount "63.6 10*6[iU]"
then refused order-unit-wrong
when physician-1 orders dose 1 amount "1 mg"
then refused order-unit-wrong
when physician-1 orders dose 1 amount "31800000 [iU]"
then refused order-differs

story: Progression ends the treatment
given a finished dose for dose 12
when physician-1 records a visit visit lesions progression no
then accepted
when physician-1 records a visit visit lesions progression yes
then accepted
when physician-1 orders dose 13
then refused stop-rule-fired, gate-not-passed
