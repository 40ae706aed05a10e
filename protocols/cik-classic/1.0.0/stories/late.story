story: Growth after the infusion alerts physician and qualified person, and holds every dose
given an observed infusion
at +14 d
when qc-1 records a result test sterility value growth
then accepted
when physician-1 sees the alert container CELLS-2
then refused alert-unknown
when physician-1 sees the alert
then accepted
when physician-2 sees the alert
then refused alert-already-seen
when physician-1 sees the alert as qualified-person
then refused alert-already-seen
when physician-1 lifts the hold
then refused alert-not-seen
at +20 min
when qp-1 sees the alert as qualified-person
then accepted
when physician-1 lifts the hold
then accepted

story: A product is released in two steps
given a tested product
when qp-1 releases
then accepted
when qp-1 releases kind final
then refused result-missing
when qc-1 records a result test sterility
then accepted
when qp-1 releases kind final
then refused result-not-approved, review-missing
when qc-2 approves a result test sterility
then accepted
when qp-1 releases kind final
then refused review-missing
when qp-1 reviews the record
then accepted
when tech-1 releases kind final
then refused released-by-maker
when qp-1 releases kind final
then accepted

story: Before the late results nothing is released without a plan for each of them
given a tested product
when qp-1 releases without plan
then refused late-plan-missing
when qp-1 releases expected 2026-01-02
then refused late-plan-missing
when qp-1 releases
then accepted
at +17 d
when qc-1 records a result test sterility
then accepted
