# One batch is filled as several doses: each in a labelled container of its own, with its division, its
# storage place and its expiry, and each decided on by itself.

story: A second dose is filled, released by itself and given on its day
given a harvested product
when tech-1 labels a bag for product container A999926000001-S12350B0 batch B-1
then accepted
when tech-1 prints a label container A999926000001-S12350B0 saying 1
then accepted
when tech-1 scans the label container A999926000001-S12350B0 saying 1
then accepted
when tech-1 with tech-2 fills a dose
then accepted
when nurse-1 collects dose 2
then refused dose-already-made, label-missing
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused label-not-verified, result-missing
given a tested product
when tech-1 prints a label for product saying e
then accepted
when tech-1 scans the label for product saying e
then accepted
when tech-1 with tech-2 accounts for labels for product applied 1
then accepted
when qp-1 reviews the record
then accepted
when qp-1 reviews the record container A999926000001-S12350B0
then accepted
when qp-1 releases container A999926000001-S12350B0
then refused label-not-verified, labels-unbalanced
when tech-1 prints a label container A999926000001-S12350B0 saying 2
then accepted
when tech-1 scans the label container A999926000001-S12350B0 saying 2
then accepted
when tech-1 with tech-2 accounts for labels container A999926000001-S12350B0 applied 1 destroyed 1
then accepted
when qp-1 reviews the record container A999926000001-S12350B0
then accepted
when qp-1 releases container A999926000001-S12350B0
then accepted
when qp-1 reviews the record
then accepted
when qp-1 releases
then accepted
when nurse-1 with nurse-2 verifies at the bedside container A999926000001-S12350B0
then refused container-elsewhere, fitness-missing, wrong-product
given a running infusion
when nurse-1 with nurse-2 ends the infusion volume "50 mL"
then accepted
given a finished dose for dose 1
at 2026-02-09 10:00
when tech-1 with nurse-1 hands over container A999926000001-S12350B0 to ward
then refused custody-mismatch
when tech-1 with nurse-1 hands over container A999926000001-S12350B0 from FREEZER-1 to ward
then accepted
when physician-1 records fitness dose 2
then accepted
when nurse-1 with nurse-2 verifies at the bedside dose 2 container CELLS-1
then refused container-already-infused, wrong-product
when nurse-1 with nurse-2 verifies at the bedside dose 2 container A999926000001-S12350B0
then accepted

story: What is filled is counted, has its own division, its own place and no longer life
given a harvested product
when tech-1 labels a bag for product container A999926000001-S12350C0 batch B-1
then accepted
when tech-1 prints a label container A999926000001-S12350C0 saying 1
then accepted
when tech-1 with tech-2 fills a dose container A999926000001-S12350C0 division C0
then refused label-not-verified
when tech-1 scans the label container A999926000001-S12350C0 saying 1
then accepted
when tech-1 fills a dose container A999926000001-S12350C0 division C0
then refused witness-missing
when tech-1 with tech-2 fills a dose container A999926000001-S12350C0 division B0
then refused division-mismatch
when tech-1 with tech-2 fills a dose container A999926000001-S12350C0 division C0 cells "9e9 {viable}"
then refused more-than-held
when tech-1 with tech-2 fills a dose container A999926000001-S12350C0 division C0 volume "900 mL"
then refused more-than-held
when tech-1 with tech-2 fills a dose container A999926000001-S12350C0 division C0 cells "2.2e9 {viable}"
then refused cells-not-of-volume
when tech-1 with tech-2 fills a dose container A999926000001-S12350C0 division C0 cells "1e9 {CD3+}"
then refused value-unit-wrong
when tech-1 with tech-2 fills a dose container A999926000001-S12350C0 division C0 cells "0 {viable}" place " "
then refused value-missing
when tech-1 with tech-2 fills a dose container A999926000001-S12350C0 division C0 place ward
then refused storage-place-reserved
when tech-1 with tech-2 fills a dose container A999926000001-S12350C0 division C0 place "Clean Room"
then refused storage-place-reserved
when tech-1 with tech-2 fills a dose container A999926000001-S12350C0 division C0 until 2027-12-31
then refused expiry-after-shelf-life
when tech-1 with tech-2 fills a dose container A999926000001-S12350C0 division C0 until 2026-01-01
then refused product-expired
when tech-1 with tech-2 fills a dose container A999926000001-S12350C0 division C0 from BLOOD-1
then refused wrong-product
when tech-1 with tech-2 fills a dose container A999926000001-S12350C0 division C0 batch B-9
then refused batch-unknown
when tech-1 with tech-2 fills a dose container CELLS-9 division B0
then refused label-missing, division-mismatch
when tech-1 with tech-2 fills a dose container A999926000001-S12350C0 division C0 as 1
then refused dose-already-made
when tech-1 with tech-2 fills a dose container A999926000001-S12350C0 division C0 as 9
then refused dose-unplanned
when tech-1 with tech-2 fills a dose container A999926000001-S12350C0 division C0
then accepted
when tech-1 with tech-2 fills a dose container A999926000001-S12350C0 division C0 as 3
then refused container-already-used, division-already-used

story: Nothing is filled out of a harvest that was handed away until it is handed back
given a harvested product
when tech-1 labels a bag for product container A999926000001-S12350B0 batch B-1
then accepted
when tech-1 prints a label container A999926000001-S12350B0 saying 1
then accepted
when tech-1 scans the label container A999926000001-S12350B0 saying 1
then accepted
when tech-1 with courier-1 hands over container CELLS-1 from "clean room" to courier
then accepted
when tech-1 with tech-2 fills a dose
then refused container-elsewhere
when courier-1 with tech-1 hands over container CELLS-1 from courier to "clean room"
then accepted
when tech-1 with tech-2 fills a dose
then accepted

story: As many doses are filled as the protocol allows
given a harvested product
when tech-1 labels a bag for product container A999926000001-S12350B0 batch B-1
then accepted
when tech-1 prints a label container A999926000001-S12350B0 saying 1
then accepted
when tech-1 scans the label container A999926000001-S12350B0 saying 1
then accepted
when tech-1 labels a bag for product container A999926000001-S1235099-000003 batch B-1
then accepted
when tech-1 prints a label container A999926000001-S1235099-000003 saying 1
then accepted
when tech-1 scans the label container A999926000001-S1235099-000003 saying 1
then accepted
when tech-1 labels a bag for product container A999926000001-S12350D0 batch B-1
then accepted
when tech-1 prints a label container A999926000001-S12350D0 saying 1
then accepted
when tech-1 scans the label container A999926000001-S12350D0 saying 1
then accepted
when tech-1 with tech-2 fills a dose
then accepted
when tech-1 with tech-2 fills a dose container A999926000001-S1235099-000003 division 000003 as 2
then refused dose-already-made
when tech-1 with tech-2 fills a dose container A999926000001-S1235099-000003 division B0 as 3
then refused division-already-used, division-mismatch
when tech-1 with tech-2 fills a dose container A999926000001-S1235099-000003 division 000003 as 3
then accepted
when tech-1 with tech-2 fills a dose container A999926000001-S12350D0 division D0 as 4
then refused batch-fully-filled
when tech-1 labels a bag for product container A999926000001-S12350E0 batch B-1
then refused batch-fully-filled

story: Whatever the container's own code does not say is no division
given a harvested product
when tech-1 labels a bag for product container A999926000001-S1235000 batch B-1
then accepted
when tech-1 prints a label container A999926000001-S1235000 saying 1
then accepted
when tech-1 scans the label container A999926000001-S1235000 saying 1
then accepted
when tech-1 with tech-2 fills a dose container A999926000001-S1235000 division B0
then refused division-mismatch
when tech-1 labels a bag for product container CELLS-1B batch B-1
then accepted
when tech-1 prints a label container CELLS-1B saying 1
then accepted
when tech-1 scans the label container CELLS-1B saying 1
then accepted
when tech-1 with tech-2 fills a dose container CELLS-1B division B0
then refused division-mismatch

story: Nothing is filled out of a product once it was decided on
given a harvested product
when tech-1 labels a bag for product container A999926000001-S12350B0 batch B-1
then accepted
when tech-1 prints a label container A999926000001-S12350B0 saying 1
then accepted
when tech-1 scans the label container A999926000001-S12350B0 saying 1
then accepted
given a released product
when tech-1 with tech-2 fills a dose
then refused already-released, container-elsewhere
when qp-1 rejects
then accepted
when tech-1 with tech-2 fills a dose
then refused container-elsewhere, product-rejected
when qp-1 with tech-1 takes out of use
then accepted
when tech-1 with tech-2 fills a dose
then refused container-elsewhere, product-out-of-use

story: A dose is not filled out of a culture, nor where the protocol does not say so
given a grown culture
when tech-1 with tech-2 fills a dose
then refused product-unknown
given a harvested product
when tech-1 labels a bag for product container A999926000001-S12350B0 batch B-1
then accepted
when tech-1 prints a label container A999926000001-S12350B0 saying 1
then accepted
when tech-1 scans the label container A999926000001-S12350B0 saying 1
then accepted
given the protocol without doses of a batch
when tech-1 with tech-2 fills a dose
then refused no-rule
when tech-1 labels a bag for product container A999926000001-S12350C0 batch B-1
then refused already-harvested

story: A result that fails late is told of every dose that has left
given a harvested product
when tech-1 labels a bag for product container A999926000001-S12350B0 batch B-1
then accepted
when tech-1 prints a label container A999926000001-S12350B0 saying 1
then accepted
when tech-1 scans the label container A999926000001-S12350B0 saying 1
then accepted
when tech-1 with tech-2 fills a dose
then accepted
when tech-1 prints a label container A999926000001-S12350B0 saying 2
then accepted
when tech-1 scans the label container A999926000001-S12350B0 saying 2
then accepted
when tech-1 with tech-2 accounts for labels container A999926000001-S12350B0 applied 1 destroyed 1
then accepted
when tech-1 prints a label for product saying e
then accepted
when tech-1 scans the label for product saying e
then accepted
when tech-1 with tech-2 accounts for labels for product applied 1
then accepted
given a released product
when qp-1 reviews the record container A999926000001-S12350B0
then accepted
when qp-1 releases container A999926000001-S12350B0
then accepted
when qc-1 records a result test viability value "50 %"
then accepted

story: A dose is filled with the equipment of the harvest, in a room with nobody else in it
given a harvested product
when tech-1 labels a bag for product container A999926000001-S12350B0 batch B-1
then accepted
when tech-1 prints a label container A999926000001-S12350B0 saying 1
then accepted
when tech-1 scans the label container A999926000001-S12350B0 saying 1
then accepted
when tech-1 with tech-2 fills a dose equipment none
then refused equipment-missing
when tech-1 with tech-2 fills a dose room none
then refused room-missing
when tech-1 with tech-2 fills a dose equipment SAFETY-CABINET-9
then refused equipment-missing, equipment-unknown
when tech-1 with tech-2 fills a dose room CLEAN-ROOM-2
then refused equipment-elsewhere, line-not-cleared
when qc-1 withdraws the equipment
then accepted
when tech-1 with tech-2 fills a dose
then refused equipment-not-in-use
when qc-1 returns the equipment
then accepted
at +1 d
when qc-1 calibrates until 2026-02-05
then accepted
at +21 d
when tech-1 with tech-2 fills a dose
then refused equipment-not-calibrated
when qc-1 calibrates until 2026-12-31
then accepted
when tech-1 with tech-2 fills a dose claiming "-5 min"
then refused time-before-last
when tech-1 with tech-2 fills a dose
then accepted
