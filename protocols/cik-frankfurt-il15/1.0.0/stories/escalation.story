# The dose rises by its number, goes by the weight, and is counted in one population.

story: Each dose is ordered for the patient's weight, and each one by its own line
given a planned treatment
when physician-1 orders amount "6.5e7 {CD3+CD56-}"
then accepted
when physician-1 orders dose 2 amount "3.25e8 {CD3+CD56-}"
then accepted
when physician-1 orders dose 3 amount "6.5e8 {CD3+CD56-}"
then accepted
when physician-1 orders amount "3.25e8 {CD3+CD56-}"
then refused order-differs
when physician-1 orders dose 2 amount "6.5e8 {CD3+CD56-}"
then refused order-differs
when physician-1 orders dose 9 amount "6.5e8 {CD3+CD56-}"
then refused dose-unplanned, no-rule

story: A mistaken unit or population is refused by its name
given a planned treatment
when physician-1 orders amount "6.5e7 {CD3+CD56+}"
then refused order-population-mixed
when physician-1 orders amount "1e6 {CD3+CD56-}/kg"
then refused order-unit-wrong
when physician-1 orders amount "1e9 {CD3+CD56-}"
then refused order-differs

story: The escalation does not jump over a dose that was not given
given a planned treatment
at 2026-02-25 09:00
when physician-1 records the evaluation
then accepted
when physician-1 orders dose 2 amount "3.25e8 {CD3+CD56-}"
then accepted
when physician-1 records fitness dose 2 step-before no
then accepted
when nurse-1 with nurse-2 verifies at the bedside dose 2
then refused not-fit-today, product-unknown

story: A patient who has lost weight is ordered for anew before the bag is hung
given a fit patient
when physician-1 records a visit visit before-infusion weight "58.5 kg"
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused weight-changed

story: A donor's wristband is never the recipient's
given a labelled bag
when nurse-3 collects wristband P-1
then refused wrong-patient
when nurse-3 collects
then accepted
given a fit patient
when nurse-1 with nurse-2 verifies at the bedside wristband P-9
then refused wrong-patient
when nurse-1 with nurse-2 verifies at the bedside
then accepted
