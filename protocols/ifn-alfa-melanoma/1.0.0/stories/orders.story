# Orders are written in international units, with all figures.

story: The order is in units, and is the dose worked out
given an ordered dose
when physician-1 orders dose 1 amount "42400000 [iU]"
then accepted
when physician-1 orders dose 1 amount "42.4 10*6[iU]"
then refused order-unit-wrong
when physician-1 orders dose 1 amount "42 mg"
then refused order-unit-wrong
when physician-1 orders dose 1 amount "21200000 [iU]"
then refused order-differs

story: More than 56 days after surgery nobody begins
given an open treatment
when physician-1 records the evaluation since-surgery "56 d"
then accepted
when physician-1 confirms eligibility
then accepted
when physician-1 records the evaluation since-surgery "57 d"
then accepted
when physician-1 confirms the plan
then refused criterion-not-met, consent-missing

story: Thoughts of suicide end the treatment, whoever hears of them
given a fit patient for dose 1
when nurse-1 records a visit visit thyroid neuropsychiatric yes
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused stop-rule-fired

story: A solution or a pen does not go into a vein
given an ordered dose
when tech-1 with tech-2 starts the preparation
then accepted
when tech-1 with tech-2 performs step order-check
then accepted
when tech-1 with tech-2 performs step preparation powder no
then accepted
when tech-1 with tech-2 labels a bag for product
then accepted
when tech-1 with tech-2 prints a label for product
then accepted
when tech-1 with tech-2 scans the label for product
then accepted
when tech-1 with tech-2 fills
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused label-not-verified, labels-unbalanced, result-missing, deviation-unclassified
