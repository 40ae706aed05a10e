# A medicine of which nobody knows whether it can be had is begun only where somebody answers for it, before a witness.

story: Verified by nobody in this country, it cannot be begun without a recorded exception
given an open treatment
when physician-1 records the evaluation
then accepted
when physician-1 confirms eligibility in US
then refused not-available-here
when physician-1 records an exception in US country US status unverified
then refused witness-missing
when physician-1 with physician-2 records an exception in US country US status unverified unsigned
then refused signature-missing
when physician-1 with physician-2 records an exception in US country US status off-label
then refused exception-not-needed
when physician-1 with physician-2 records an exception in US country US status unverified
then accepted
when physician-1 confirms eligibility in US
then accepted

story: An exception for one country or standing holds for no other
given an evaluated patient
when physician-1 confirms eligibility in TR
then refused not-available-here
when physician-1 with physician-2 records an exception in TR country TR status withdrawn
then refused exception-not-needed
when physician-1 with physician-2 records an exception in TR country TR status unverified
then accepted
when physician-1 confirms eligibility in TR
then accepted
when physician-1 confirms the plan in US
then refused not-available-here, consent-missing
