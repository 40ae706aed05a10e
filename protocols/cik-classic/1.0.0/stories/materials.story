# Lots, equipment, rooms and training around a culture. In the centre of every story there is one
# lot of each material that is released (LOT-...), and one each QUARANTINED, REJECTED, RECALLED,
# EXPIRED and SMALL.

story: Only a released lot in date goes into a culture
given a culture
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step isolation lot NOBODYS-density-medium
then refused lot-unknown
when tech-1 with tech-2 performs step isolation lot QUARANTINED-density-medium
then refused lot-not-released
when tech-1 with tech-2 performs step isolation lot REJECTED-density-medium
then refused lot-not-released
when tech-1 with tech-2 performs step isolation lot RECALLED-density-medium
then refused lot-recalled
when tech-1 with tech-2 performs step isolation lot EXPIRED-density-medium
then refused material-expired
when tech-1 with tech-2 performs step isolation lot LOT-anti-cd3 for density-medium
then refused lot-of-another-material
when tech-1 with tech-2 performs step isolation expiring 2034-01-01
then refused expiry-differs
when qc-1 releases the lot lot QUARANTINED-density-medium
then accepted
when tech-1 with tech-2 performs step isolation lot QUARANTINED-density-medium
then accepted

story: A step takes no more than there is of a lot, in a unit that can be held against it
given a culture
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step isolation taken none
then refused value-missing
when tech-1 with tech-2 performs step isolation lot SMALL-density-medium taken "2 mL"
then refused not-enough-on-hand
when tech-1 with tech-2 performs step isolation taken "5 mg"
then refused amount-not-convertible
when tech-1 with tech-2 performs step isolation taken "0 mL"
then refused amount-not-convertible
when tech-1 with tech-2 performs step isolation lot SMALL-density-medium taken "1500 uL"
then accepted

story: International units are taken from a lot kept in millilitres by its own strength alone
given a culture
when stores-1 receives a lot lot STRONG-density-medium strength "1000 [iU]/mL" activity "18 10*6[iU]/mg" quantity "10 mL"
then accepted
when qc-1 releases the lot lot STRONG-density-medium
then accepted
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step isolation lot STRONG-density-medium taken "10001 [iU]"
then refused not-enough-on-hand
when tech-1 with tech-2 performs step isolation lot STRONG-density-medium taken "2500 [iU]"
then accepted
when qc-1 with stores-1 counts the lot lot STRONG-density-medium at "7.5 mL"
then accepted

story: A lot comes in with its supplier, its expiry and its quantity, under a number of its own
given a culture
when stores-1 receives a lot
then accepted
when stores-1 receives a lot
then refused lot-already-received
when stores-1 receives a lot lot NEXT-density-medium from ""
then refused value-missing
when stores-1 receives a lot lot NEXT-density-medium expiring 2025-12-31
then refused material-expired
when stores-1 receives a lot lot NEXT-density-medium quantity "0 mL"
then refused quantity-impossible
when stores-1 receives a lot lot NEXT-density-medium quantity "5 d"
then refused quantity-impossible
when stores-1 receives a lot lot NEXT-density-medium strength "5 mg"
then refused strength-impossible
when stores-1 receives a lot lot NEXT-density-medium activity "5 mg"
then refused strength-impossible
when stores-1 receives a lot lot NEXT-density-medium claiming "+3 h"
then refused time-in-future

story: Another person than the receiver releases a lot, with its certificate
given a culture
when stores-1 receives a lot certificate none
then accepted
when qc-1 releases the lot lot NOBODYS-anti-cd3
then refused lot-unknown
when qc-1 releases the lot lot NEW-anti-cd3
then refused certificate-missing
when stores-1 releases the lot
then refused released-by-receiver
when qc-1 releases the lot unsigned
then refused signature-missing
when qc-1 releases the lot
then accepted
when qc-1 releases the lot
then refused lot-already-decided
when qc-1 rejects the lot
then refused lot-already-decided
when qc-1 rejects the lot lot NEW-anti-cd3
then accepted
when qc-1 releases the lot lot NEW-anti-cd3
then refused lot-already-decided, certificate-missing
when qc-1 releases the lot lot EXPIRED-anti-cd3
then refused lot-already-decided, material-expired

story: What is there is counted by two
given a culture
when qc-1 counts the lot at "90 L"
then refused witness-missing
when qc-1 with qc-1 counts the lot at "90 L"
then refused witness-is-performer
when qc-1 with stores-1 counts the lot at "90 mg"
then refused quantity-impossible
when qc-1 with stores-1 counts the lot at "90 L"
then accepted

story: A lot is recalled whatever its state, and what was made with it is not released
given a tested product
when qc-1 recalls the lot lot EXPIRED-anti-cd3
then accepted
when qc-1 recalls the lot lot QUARANTINED-anti-cd3
then accepted
when qc-1 recalls the lot lot LOT-interleukin-2
then accepted
when qc-1 recalls the lot lot LOT-interleukin-2
then refused lot-already-decided
when qp-1 releases
then refused lot-recalled

story: A lot written down by mistake is corrected by two, and no longer counts as used
given a tested product
when tech-1 with tech-2 corrects a lot step isolation
then refused unchanged-value
when tech-1 corrects a lot step isolation taken "1.2 mL"
then refused witness-missing
when tech-1 with tech-2 corrects a lot step isolation taken "1.2 mL" unsigned
then refused signature-missing
when tech-1 with tech-2 corrects a lot step isolation taken "0 mL"
then refused amount-not-convertible
when tech-1 with tech-2 corrects a lot step isolation taken none
then refused value-missing
when tech-1 with tech-2 corrects a lot step isolation taken "2 mg"
then refused amount-not-convertible
when tech-1 with tech-2 corrects a lot step isolation taken "101 L"
then refused not-enough-on-hand
when tech-1 with tech-2 corrects a lot step isolation lot SMALL-density-medium taken "2 mL"
then refused not-enough-on-hand
when tech-1 with tech-2 corrects a lot step isolation lot LOT-anti-cd3
then refused lot-of-another-material
when tech-1 with tech-2 corrects a lot step isolation as anti-cd3
then refused material-not-on-bill
when tech-1 with tech-2 corrects a lot step isolation lot NOBODYS-1
then refused lot-unknown
when tech-1 with tech-2 corrects a lot step isolation expiring 2027-01-01
then refused expiry-differs
when tech-1 with tech-2 corrects a lot step isolation line 9 taken "1 mL"
then refused record-unknown
when tech-1 with tech-2 corrects a lot step isolation record 9 taken "1 mL"
then refused record-unknown
when tech-1 with tech-2 corrects a lot step nothing taken "1 mL"
then refused unknown-step
when tech-1 with tech-2 corrects a lot step isolation lot SMALL-density-medium
then accepted
when qc-1 recalls the lot lot LOT-density-medium
then accepted
when qp-1 releases
then refused review-missing
when qp-1 reviews the record
then accepted
when qp-1 releases
then accepted

story: The lot that was used in truth is judged as it stood when it was used
given a tested product
when tech-1 with tech-2 corrects a lot step isolation lot SMALL-density-medium
then accepted
when qc-1 recalls the lot lot SMALL-density-medium
then accepted
when qp-1 releases
then refused lot-recalled, review-missing
when tech-1 with tech-2 corrects a lot step isolation lot QUARANTINED-density-medium
then accepted
when qp-1 releases
then refused deviation-unclassified, review-missing

story: A culture that a recalled lot went into goes on only under a deviation that quality has classified
given a grown culture
when qc-1 recalls the lot lot LOT-density-medium
then accepted
when tech-1 with tech-2 performs step count
then refused recalled-lot-undecided
when tech-1 with tech-2 performs step count
then refused recalled-lot-undecided
when qp-1 classifies a deviation class major
then accepted
when tech-1 with tech-2 performs step count
then accepted
when qc-1 recalls the lot lot LOT-interferon-gamma
then accepted
when tech-1 with tech-2 performs step count
then refused recalled-lot-undecided
when qp-1 classifies a deviation number B-1-D2
then accepted
when qp-1 closes a deviation number B-1-D2 acceptable no
then accepted
when tech-1 with tech-2 performs step count
then refused deviation-not-acceptable

story: Taking a recalled lot out of the record opens no way past quality
given a grown culture
when qc-1 recalls the lot lot LOT-density-medium
then accepted
when tech-1 with tech-2 corrects a lot step isolation lot SMALL-density-medium
then accepted
when tech-1 with tech-2 performs step count
then refused recalled-lot-undecided
when qp-1 classifies a deviation
then accepted
when tech-1 with tech-2 performs step count
then accepted

story: What was done before the recall is recorded as it was
given a grown culture
when qc-1 recalls the lot lot LOT-density-medium
then accepted
when tech-1 with tech-2 performs step count claiming "-2 min"
then accepted
when tech-1 with tech-2 performs step count
then refused recalled-lot-undecided

story: A recall stops the bag at the bedside, and its final release
given a fit patient
when qc-1 recalls the lot lot LOT-interleukin-2
then accepted
at 13:50
when nurse-1 with nurse-2 verifies at the bedside
then refused lot-recalled

story: A recall after the verification stops the infusion
given a verified bag
when qc-1 recalls the lot lot LOT-interleukin-2
then accepted
when nurse-1 with nurse-2 starts the infusion
then refused lot-recalled

story: A recall after the infusion is seen, and the final release is refused
given an observed infusion
when qc-1 recalls the lot lot LOT-interleukin-2
then accepted
when qp-1 releases kind final
then refused lot-recalled, result-missing, review-missing

story: A step is done with equipment that is there, calibrated, clean and in use
given a culture
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step isolation equipment none
then refused equipment-missing
when tech-1 with tech-2 performs step isolation equipment SAFETY-CABINET-9
then refused equipment-missing, equipment-unknown
when qc-1 withdraws the equipment
then accepted
when tech-1 with tech-2 performs step isolation
then refused equipment-not-in-use
when qc-1 withdraws the equipment
then refused equipment-not-in-use
when qc-1 returns the equipment
then accepted
when qc-1 returns the equipment
then refused equipment-in-use
when qc-1 calibrates until 2025-12-31
then refused due-date-past
when qc-1 calibrates equipment SAFETY-CABINET-9 until 2026-12-31
then refused equipment-unknown
when tech-1 with tech-2 performs step isolation
then accepted

story: A step may not claim a time before its equipment was made ready
given a culture
when tech-1 with tech-2 performs step receipt
then accepted
when qc-1 calibrates until 2026-12-31 unsigned
then refused signature-missing
when qc-1 calibrates until 2026-12-31
then accepted
when tech-1 with tech-2 performs step isolation claiming "-2 min"
then refused time-before-last
when tech-1 with tech-2 performs step isolation
then accepted

story: A step is done in the room its equipment stands in
given a culture
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 clears the line of CLEAN-ROOM-2
then accepted
when tech-1 with tech-2 performs step isolation room CLEAN-ROOM-2
then refused equipment-elsewhere
when tech-1 with tech-2 performs step isolation
then accepted

story: A calibration that has lapsed stops the step
given a culture
when qc-1 calibrates until 2026-01-12
then accepted
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step isolation
then accepted
when tech-1 with tech-2 performs step priming
then accepted
at +1 d
when tech-1 with tech-2 performs step activation
then refused equipment-not-calibrated
when qc-1 calibrates until 2026-12-31
then accepted
when tech-1 with tech-2 performs step activation
then accepted

story: New equipment is calibrated and cleaned before it is used
given a culture
when qc-1 registers equipment
then refused equipment-already-registered
when qc-1 registers equipment equipment SAFETY-CABINET-2 kind safety-cabinet called ""
then refused value-missing
when qc-1 registers equipment equipment SAFETY-CABINET-2 kind safety-cabinet cleaning scheduled
then accepted
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step isolation equipment SAFETY-CABINET-2
then refused equipment-missing, equipment-not-calibrated, equipment-not-clean
when tech-1 cleans equipment SAFETY-CABINET-2
then refused value-missing
when tech-1 cleans equipment SAFETY-CABINET-2 until 2026-01-01
then refused due-date-past
when tech-1 cleans equipment SAFETY-CABINET-2 until 2026-06-30 unsigned
then refused signature-missing
when tech-1 cleans equipment SAFETY-CABINET-2 until 2026-06-30
then accepted

story: Between two patients the line is cleared by two, and the equipment is cleaned
given a culture for dose 2
when tech-1 with tech-2 performs step receipt
then accepted
when tech-1 with tech-2 performs step isolation
then refused equipment-not-clean, line-not-cleared
when tech-1 with tech-2 performs step isolation room none
then refused equipment-not-clean, room-missing
when tech-1 with tech-2 performs step isolation room CLEAN-ROOM-2
then refused equipment-elsewhere, equipment-not-clean, line-not-cleared
when tech-1 with tech-2 clears the line unsigned
then refused signature-missing
when tech-1 clears the line
then refused witness-missing
when tech-1 with tech-1 clears the line
then refused witness-is-performer
when tech-1 with tech-2 clears the line claiming "-2160 h"
then refused time-before-last
when tech-1 with tech-2 clears the line
then accepted
when tech-1 cleans
then accepted
when tech-1 cleans equipment CENTRIFUGE-1
then accepted
when tech-1 cleans equipment CELL-COUNTER-1
then accepted
when tech-1 with tech-2 performs step isolation
then accepted

story: Performer and witness are trained on this version of the batch record
given a culture
when tech-3 with tech-2 performs step receipt
then refused training-missing
when tech-1 with tech-3 performs step receipt
then refused training-missing
when tech-3 records training until 2026-12-31
then refused trained-by-self
when qp-1 records training until 2025-12-31
then refused due-date-past
when qp-1 records training version "" until 2026-12-31
then refused value-missing
when qp-1 records training version 0.9.0 until 2026-12-31
then accepted
when tech-3 with tech-2 performs step receipt
then refused training-missing
when qp-1 records training until 2026-01-12
then accepted
when tech-3 with tech-2 performs step receipt
then accepted
at +1 d
when tech-3 with tech-2 performs step isolation
then refused step-outside-its-days, training-lapsed
