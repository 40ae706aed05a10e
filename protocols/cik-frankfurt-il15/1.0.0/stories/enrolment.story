story: A treatment is opened once, for one person, under the protocol in hand
given nothing
when physician-1 confirms eligibility
then refused treatment-not-open, evaluation-incomplete
when coordinator-1 opens a treatment
then refused donor-is-recipient
when coordinator-1 opens a treatment donor P-9 hash a
then refused protocol-mismatch
when coordinator-1 opens a treatment donor P-9
then accepted
when coordinator-1 opens a treatment donor P-9
then refused treatment-already-open

story: Eligibility is a physician's signature over a complete evaluation
given an open treatment
when physician-1 confirms eligibility
then refused evaluation-incomplete
when physician-1 records the evaluation age "50 a" shoe-size "43 {score}"
then refused unknown-criterion
when physician-1 records the evaluation age "50 kg"
then refused value-unit-wrong
when physician-1 records the evaluation only yes
then refused value-missing
when physician-1 records the evaluation
then accepted
when physician-1 confirms eligibility unsigned
then refused signature-missing
when physician-1 confirms eligibility
then accepted

story: What is found after the confirmation counts
given a planned treatment
when physician-1 records the evaluation only yes pregnancy yes
then accepted
when nurse-3 labels a bag
then accepted
when nurse-3 prints a label
then accepted
when nurse-3 scans the label
then accepted
at 2026-01-12 08:30
when nurse-3 collects
then refused criterion-not-met
when physician-1 records the evaluation only yes pregnancy no
then accepted
when nurse-3 collects
then accepted

story: A protocol without criteria allows nobody
given the protocol without eligibility
given an open treatment
when physician-1 confirms eligibility
then refused no-rule

story: Without eligibility and consents there is no plan
given an evaluated patient
when physician-1 confirms the plan
then refused eligibility-not-confirmed, consent-missing
when physician-1 records a consent consent television
then refused unknown-consent
when physician-1 records a consent version ""
then refused value-missing
when physician-1 withdraws a consent
then refused consent-missing
when physician-1 withdraws a consent consent television
then refused unknown-consent

story: The plan stands from the first collection on
given a consenting patient
when physician-1 confirms the plan from 2026-01-06
then refused plan-impossible
when physician-1 confirms the plan from 9999-12-01
then refused plan-impossible
when physician-1 confirms the plan
then accepted
when physician-1 confirms the plan
then refused plan-already-confirmed
when physician-1 confirms the plan from 2026-01-27
then accepted
when physician-1 confirms the plan
then accepted
given a collection
when physician-1 confirms the plan from 2026-03-02
then refused plan-already-confirmed

story: No act claims the future, or a time before the treatment was opened
given an eligible patient
when physician-1 records a consent claiming "+1 min"
then accepted
when physician-1 records a consent claiming "+3 min"
then refused time-in-future
when physician-1 records a consent claiming "-5 h"
then refused time-before-last
when physician-1 records a consent claiming "-10 min"
then accepted

story: A withdrawn consent stops the next act, and a closed treatment takes no more
given a planned treatment
when nurse-3 labels a bag
then accepted
when nurse-3 prints a label
then accepted
when nurse-3 scans the label
then accepted
when physician-1 withdraws a consent
then accepted
at 2026-01-12 08:30
when nurse-3 collects
then refused consent-missing
when physician-1 closes the treatment
then refused treatment-incomplete
when physician-1 closes the treatment as withdrawn
then accepted
when physician-1 records a consent
then refused treatment-closed
when physician-1 records an adverse event
then accepted

story: A treatment runs on the protocol it was pinned to
given an open treatment
given the protocol without its pinned text
when physician-1 records the evaluation
then refused protocol-mismatch

story: A finding from before the confirmation that is entered after it counts
given a planned treatment
when physician-1 records the evaluation only yes pregnancy yes claiming "-25 min"
then accepted
when nurse-3 labels a bag
then accepted
when nurse-3 prints a label
then accepted
when nurse-3 scans the label
then accepted
at 2026-01-12 08:30
when nurse-3 collects
then refused criterion-not-met

story: A finding that is entered late does not outrank a later one
given a planned treatment
when physician-1 records the evaluation only yes pregnancy yes
then accepted
when physician-1 records the evaluation only yes pregnancy no claiming "-20 min"
then accepted
when nurse-3 labels a bag
then accepted
when nurse-3 prints a label
then accepted
when nurse-3 scans the label
then accepted
at 2026-01-12 08:30
when nurse-3 collects
then refused criterion-not-met

story: A consent that is entered late does not undo a later withdrawal
given a planned treatment
when physician-1 withdraws a consent
then accepted
when physician-1 records a consent claiming "-5 min"
then refused time-before-last
when physician-1 records a consent
then accepted
