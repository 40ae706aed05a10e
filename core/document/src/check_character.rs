//! The check character of a donation identification number: ISO/IEC 7064 MOD 37-2, and the two
//! check digits of a donor's registration, which are the same value in decimal.
//!
//! It is printed in a box for typing and is never part of the bar code; in the bar code the same
//! value may stand as the type 3 flag, 60 to 96. A wrong one means a wrong number. A right one
//! does not prove the right patient.

use cikada_domain::DonationIdentificationNumber;

use crate::isbt::DonorRegistration;

/// The check character printed behind the number: a digit, a letter or `*`.
#[must_use]
pub fn check_character(donation: &DonationIdentificationNumber) -> char {
    let character = char::from_digit(check_value(donation), 36);
    character.map_or('*', |character| character.to_ascii_uppercase())
}

/// The type 3 flag, which carries the check value inside the bar code.
pub(crate) fn check_flag(donation: &DonationIdentificationNumber) -> String {
    (60 + check_value(donation)).to_string()
}

/// The two decimal digits behind a donor's registration (structure 039).
pub(crate) fn registration_digits(registration: &DonorRegistration) -> String {
    format!("{:02}", mod_37_2(registration.as_str()))
}

fn check_value(donation: &DonationIdentificationNumber) -> u32 {
    mod_37_2(donation.as_str())
}

/// From 0 to 36. The types of the numbers hold letters and digits only.
pub(crate) fn mod_37_2(text: &str) -> u32 {
    let values = text
        .chars()
        .map(|character| character.to_digit(36).unwrap_or(0));
    let remainder = values.fold(0, |sum, value| (sum + value) * 2 % 37);
    (38 - remainder) % 37
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn donation(text: &str) -> DonationIdentificationNumber {
        DonationIdentificationNumber::new(text).unwrap()
    }

    #[test]
    fn the_public_anchors_are_reproduced() {
        for (number, character, flag) in [
            ("G123417654321", 'A', "70"),
            ("G123498654321", 'H', "77"),
            ("ABCDE27000069", 'C', "72"),
            ("A999926000001", '8', "68"),
            ("A999926000088", '*', "96"),
            ("A999927004711", 'F', "75"),
        ] {
            assert_eq!(check_character(&donation(number)), character, "{number}");
            assert_eq!(check_flag(&donation(number)), flag, "{number}");
        }
    }

    #[test]
    fn the_character_of_a_known_wrong_training_slide_is_not_reproduced() {
        assert_eq!(check_character(&donation("W000006523457")), 'V');
    }

    proptest! {
        #[test]
        fn every_single_substitution_and_swap_of_neighbours_changes_the_character(
            number in "[A-NP-Z1-9][A-Z0-9]{4}[0-9]{8}",
        ) {
            let right = check_character(&donation(&number));
            let characters: Vec<char> = number.chars().collect();
            for position in 0..characters.len() {
                for other in ('0'..='9').chain('A'..='Z') {
                    let mut changed = characters.clone();
                    changed[position] = other;
                    let changed: String = changed.into_iter().collect();
                    if changed != number && let Ok(changed) = DonationIdentificationNumber::new(changed) {
                        prop_assert_ne!(check_character(&changed), right);
                    }
                }
            }
            for position in 1..characters.len() {
                let mut changed = characters.clone();
                changed.swap(position - 1, position);
                let changed: String = changed.into_iter().collect();
                if changed != number && let Ok(changed) = DonationIdentificationNumber::new(changed) {
                    prop_assert_ne!(check_character(&changed), right);
                }
            }
        }
    }
}
