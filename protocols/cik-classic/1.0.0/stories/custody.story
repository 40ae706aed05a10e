story: A bag goes from hand to hand, and both sign each time
given a tested product
when qp-1 releases
then accepted
when tech-1 with courier-1 hands over
then accepted
when courier-1 with nurse-1 hands over from courier to ward
then accepted
when courier-1 hands over from ward to courier
then refused witness-missing
when nurse-1 with courier-1 hands over from ward to courier unsigned
then refused signature-missing
when nurse-1 with nurse-1 hands over from ward to courier
then refused witness-is-performer
when nurse-1 with courier-1 hands over from ward to ward
then refused custody-mismatch
when nurse-1 with courier-1 hands over from ward to courier place ""
then refused value-missing

story: A bag is handed over first from where it came to be, and used where it was handed to
given a labelled bag
when nurse-3 with tech-1 hands over container BLOOD-1 from ward to "clean room"
then refused custody-mismatch
when nurse-3 collects place ""
then refused value-missing
when nurse-3 collects place "collection unit"
then accepted
when nurse-3 accounts for labels applied 1
then accepted
when nurse-3 with tech-1 hands over container BLOOD-1 from ward to "clean room"
then refused custody-mismatch
when tech-1 with tech-2 starts the culture
then refused container-elsewhere
when nurse-3 with courier-1 hands over container BLOOD-1 from "collection unit" to courier
then accepted
when tech-1 with tech-2 starts the culture
then refused container-elsewhere
when courier-1 with tech-1 hands over container BLOOD-1 from courier to "clean room"
then accepted
when tech-1 with tech-2 starts the culture
then accepted

story: A product leaves the place where it was grown, and is hung where it was handed to
given a tested product
when courier-1 with nurse-1 hands over from courier to ward
then refused custody-mismatch
when tech-1 with courier-1 hands over claiming "-4 h"
then refused time-before-last
when tech-1 with courier-1 hands over
then accepted
at 13:00
when physician-1 records fitness
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused container-elsewhere, product-not-released
when courier-1 with nurse-1 hands over from courier to ward
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused product-not-released

story: A wrong bag is stopped between bedside and clean room, and the right one is held
given a collection
when nurse-3 with tech-1 hands over container BLOOD-1 scanned unknown from "clean room" to laboratory
then refused container-mismatch
when nurse-3 with tech-1 hands over container BLOOD-1 from "clean room" to laboratory
then refused container-held
when tech-1 with tech-2 starts the culture
then refused container-held, deviation-unclassified
when qp-1 classifies a deviation number A999926000001-D1 class major
then accepted
when qp-1 closes a deviation number A999926000001-D1
then accepted
when tech-1 with tech-2 starts the culture
then accepted

story: A bag of another patient is stopped between clean room and courier
given a tested product
when tech-1 with courier-1 hands over identity CHA999926000002
then refused identity-mismatch
when tech-1 with courier-1 hands over
then refused container-held
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused container-held, deviation-unclassified
when qp-1 classifies a deviation class major
then accepted
when tech-1 closes a deviation
then refused assessed-by-maker
when qp-1 closes a deviation acceptable no
then accepted
when tech-1 with courier-1 hands over
then refused container-held
when qp-1 reviews the record
then accepted
when qp-1 releases
then refused container-held, deviation-not-acceptable

story: A bag of another dose is stopped between courier and ward
given a released product
when courier-1 with nurse-1 hands over scanned BLOOD-1 from ward to ward
then refused container-mismatch, custody-mismatch
when courier-1 with nurse-1 hands over scanned BLOOD-1 identity unknown from ward to ward
then refused container-held, container-mismatch, custody-mismatch, identity-mismatch
when nurse-1 with nurse-2 verifies at the bedside
then refused container-held, deviation-unclassified, fitness-missing
when qp-1 classifies a deviation class major
then accepted
when qp-1 closes a deviation
then accepted
when qp-1 classifies a deviation number B-1-D2 class major
then accepted
when qp-1 closes a deviation number B-1-D2
then accepted
when nurse-1 with nurse-2 hands over from ward to bedside
then accepted

story: A bag that grew too warm on its way waits for the qualified person
given a released product
when nurse-1 imports a log
then accepted
when nurse-1 imports a log
then refused log-already-imported
when nurse-1 imports a log file b backwards
then refused readings-unordered
when nurse-1 imports a log file b count 1
then refused readings-unordered
when nurse-1 imports a log file b warm-minutes 20
then accepted
when nurse-1 imports a log file c warm-minutes 40
then accepted
when physician-1 records fitness
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then refused deviation-unclassified
when qp-1 classifies a deviation class major
then accepted
when qp-1 closes a deviation
then accepted
when nurse-1 with nurse-2 verifies at the bedside
then accepted

story: A collection that was too cold, or too long on its way, is cultured when a qualified person says so
given a labelled bag
when nurse-3 collects
then accepted
when nurse-3 accounts for labels applied 1
then accepted
when nurse-3 with courier-1 hands over container BLOOD-1 from ward to courier at "5 Cel"
then accepted
when courier-1 with tech-1 hands over container BLOOD-1 from courier to "clean room"
then accepted
when tech-1 with tech-2 starts the culture
then refused deviation-unclassified
when qp-1 classifies a deviation number A999926000001-D1 class major
then accepted
when tech-1 with tech-2 starts the culture
then refused deviation-open
when qp-1 closes a deviation number A999926000001-D1
then accepted
at +25 h
when tech-1 with nurse-3 hands over container BLOOD-1 from "clean room" to laboratory
then accepted
when nurse-3 with tech-1 hands over container BLOOD-1 from laboratory to "clean room"
then accepted
when tech-1 with tech-2 starts the culture
then refused deviation-unclassified
when qp-1 classifies a deviation number A999926000001-D2 class major
then accepted
when qp-1 closes a deviation number A999926000001-D2 acceptable no
then accepted
when tech-1 with tech-2 starts the culture
then refused deviation-not-acceptable

story: What a logger says of a collection is held against the collection's own rule, and against nothing else
given a collection
at +2 h
when tech-1 imports a log container BLOOD-1 count 6
then accepted
when tech-1 with tech-2 starts the culture
then accepted
when tech-1 imports a log container BLOOD-1 count 6 file b warm-minutes 10
then accepted
given the protocol without conditions of a collection
when tech-1 imports a log container BLOOD-1 count 6 file c
then refused no-rule
