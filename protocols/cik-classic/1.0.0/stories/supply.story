story: A product out of specification is supplied with the complete set only
given a tested product
when qp-1 supplies
then refused not-out-of-specification, risk-not-evaluated, request-missing, patient-not-informed
when qc-1 records a result test cd3-cd56 value "12 %"
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused result-out-of-specification
when physician-1 requests the supply
then refused risk-not-evaluated
when qp-1 supplies
then refused patient-not-informed, risk-not-evaluated, request-missing
when qp-1 evaluates the risk
then accepted
when qp-1 supplies
then refused patient-not-informed, request-missing
when qp-1 requests the supply
then refused requested-by-evaluator
when physician-1 requests the supply unsigned
then refused signature-missing
when physician-1 requests the supply
then accepted
when qp-1 supplies
then refused patient-not-informed
when physician-1 informs the patient
then accepted
when tech-1 supplies
then refused released-by-maker
when qp-1 notifies the authority
then refused not-supplied
when qp-1 supplies
then accepted
when qp-1 supplies
then refused already-supplied
when qp-1 releases
then refused already-supplied, result-out-of-specification
when qp-1 notifies the authority
then accepted
when qp-1 notifies the authority
then refused already-notified
when tech-1 with nurse-1 hands over to ward
then accepted
at 13:00
when physician-1 records fitness
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then accepted
when nurse-1 starts the infusion
then accepted

story: In the United States it is given under a permission and an ethics approval only
given a tested product
when qc-1 records a result test cd3-cd56 value "12 %"
then accepted
when qp-1 evaluates the risk
then accepted
when physician-1 requests the supply
then accepted
when physician-1 informs the patient
then accepted
when qp-1 reviews the record
then accepted
when qp-1 supplies in US
then refused permission-missing, ethics-approval-missing
when qp-1 records a permission reference ""
then refused value-missing
when qp-1 records a permission under expanded-access ethics ""
then refused value-missing
when qp-1 records a permission
then accepted
when qp-1 supplies in US
then refused permission-missing, ethics-approval-missing
when qp-1 records a permission under expanded-access
then accepted
when qp-1 supplies in US
then refused ethics-approval-missing
when qp-1 records a permission ethics "IRB-2026-7"
then accepted
when qp-1 supplies in US
then refused permission-missing
when qp-1 records a permission under ind-amendment ethics "IRB-2026-7"
then accepted
when qp-1 supplies in US
then accepted

story: In the United States expanded access serves as well
given a tested product
when qc-1 records a result test cd3-cd56 value "12 %"
then accepted
when qp-1 evaluates the risk
then accepted
when physician-1 requests the supply
then accepted
when physician-1 informs the patient
then accepted
when qp-1 reviews the record
then accepted
when qp-1 records a permission under expanded-access ethics "IRB-2026-8"
then accepted
when qp-1 supplies in US
then accepted

story: A result that fails after the risk was evaluated asks for another evaluation
given a tested product
when qc-1 records a result test cd3-cd56 value "12 %"
then accepted
when qp-1 evaluates the risk
then accepted
when qc-1 records a result test cd3 value "60 %"
then accepted
when physician-1 requests the supply
then refused risk-not-evaluated

story: What no papers let go
given a tested product
when qc-1 records a result test cd3-cd56 value "12 %"
then accepted
when qp-1 evaluates the risk
then accepted
when physician-1 requests the supply
then accepted
when physician-1 informs the patient
then accepted
when tech-1 with courier-1 hands over scanned unknown
then refused container-mismatch
when qp-1 reviews the record
then accepted
when qp-1 supplies
then refused container-held, deviation-unclassified
when qp-1 classifies a deviation class major
then accepted
when qp-1 closes a deviation
then accepted
when tech-1 with courier-1 hands over intact no
then accepted
when qp-1 reviews the record
then accepted
when qp-1 supplies
then refused container-not-intact
at +2 d
when qp-1 supplies
then refused container-not-intact, product-expired
when qp-1 rejects
then accepted
when qp-1 supplies
then refused container-not-intact, product-expired, product-rejected
when qp-1 with tech-1 takes out of use as returned
then accepted
when qp-1 supplies
then refused container-not-intact, product-expired, product-out-of-use, review-missing
when qp-1 takes out of use as destroyed
then refused witness-missing
when qp-1 with tech-1 takes out of use as destroyed
then accepted
when qp-1 with tech-1 takes out of use as returned
then refused product-out-of-use

story: No paper answers for a label that nobody scanned
given a tested product
when qc-1 records a result test cd3-cd56 value "12 %"
then accepted
when qp-1 evaluates the risk
then accepted
when physician-1 requests the supply
then accepted
when physician-1 informs the patient
then accepted
when tech-1 prints a label for product saying e
then accepted
when qp-1 reviews the record
then accepted
when qp-1 supplies
then refused label-not-verified, labels-unbalanced
when tech-1 scans the label for product saying e
then accepted
when tech-1 with tech-2 accounts for labels for product destroyed 1
then accepted
when qp-1 reviews the record
then accepted
when qp-1 supplies
then accepted

story: A late failure after an exceptional supply stops it before the vein
given a tested product
when qc-1 records a result test cd3-cd56 value "12 %"
then accepted
when qp-1 evaluates the risk
then accepted
when physician-1 requests the supply
then accepted
when physician-1 informs the patient
then accepted
when qp-1 reviews the record
then accepted
when qp-1 supplies
then accepted
when tech-1 with nurse-1 hands over to ward
then accepted
when qc-1 records a result test sterility value growth
then accepted
at 13:00
when physician-1 records fitness
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused late-failure-stands, treatment-on-hold

story: A product that would expire on its way is not released
given a tested product
at +18 h
when qp-1 releases
then refused product-would-expire-before-end
