# Where a therapy is not available, somebody answers for giving it, before a witness.

story: A withdrawn therapy is begun under an exception only, and only where it stands so
given an evaluated patient
when physician-1 confirms eligibility in US
then refused not-available-here
when physician-1 with physician-2 records an exception in US country US status off-label
then refused exception-not-needed
when physician-1 with physician-2 records an exception in US country IT status withdrawn
then refused exception-not-needed
when physician-1 records an exception in US country US status withdrawn
then refused witness-missing
when physician-1 with physician-2 records an exception in US country US status withdrawn
then accepted
when physician-1 confirms eligibility in US
then accepted
when physician-1 confirms eligibility in CH
then refused not-available-here
when physician-1 with physician-2 records an exception
then refused exception-not-needed

story: Where nothing is said, nothing is known
given the protocol without availability
given an open treatment
when physician-1 records the evaluation
then accepted
when physician-1 confirms eligibility in NO
then refused availability-unknown
when physician-1 with physician-2 records an exception in NO country NO status unknown
then accepted
when physician-1 confirms eligibility in NO
then accepted
when physician-1 confirms the plan in PE
then refused availability-unknown, consent-missing
