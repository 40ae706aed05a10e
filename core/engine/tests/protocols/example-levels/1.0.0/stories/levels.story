# A trial's level is assigned before the first dose, and the cells are judged against it.

story: A level is assigned once, and is one of the protocol's
given a planned treatment
when physician-1 orders dose 1
then refused level-not-assigned
when physician-1 assigns a level level 3
then refused level-unknown
when physician-1 assigns a level level 1
then accepted
when physician-1 assigns a level level 2
then accepted
when physician-1 assigns a level level 1
then accepted
when physician-1 orders dose 1
then accepted
given a finished dose for dose 1
when physician-1 assigns a level level 2
then refused level-fixed

story: Cells are ordered by number and of the population that the dose names
given an ordered dose
when physician-1 orders dose 1 amount "700000000 {CD3+}"
then refused order-population-mixed
when physician-1 orders dose 1 amount "1e7 {viable}/kg"
then refused order-unit-wrong
when physician-1 orders dose 1 amount "900000000 {viable}"
then refused order-differs

story: A dose by weight needs a fresh one
given a planned treatment
at 2026-02-20 09:00
when physician-1 orders dose 1
then refused weight-too-old

story: A marker that does not speak for this patient keeps the product from the release
given a harvested product
when qc-1 records a result test viability
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused result-missing, result-not-approved
when qc-1 records a result test identity-marker value another-person
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused result-not-approved, result-out-of-specification
when nurse-1 with nurse-2 verifies at the bedside
then refused container-elsewhere, fitness-missing, product-not-released, result-not-approved, result-out-of-specification
