# Frozen doses: everything is known before the bag is thawed.

story: A frozen dose waits for its sterility culture
given a harvested product
when qc-1 records a result test sterility value growth
then accepted
given a tested product
when qp-1 releases
then refused result-out-of-specification
when qp-1 rejects
then accepted

story: Without the sterility culture there is no release
given a harvested product
when qc-1 records a result test viability
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused result-missing, result-not-approved
when qp-1 reviews the record
then accepted
when qp-1 releases kind conditional
then refused no-rule

story: A dose too old in the freezer is not released
given a tested product
at +27 wk
when qp-1 releases
then refused product-expired
