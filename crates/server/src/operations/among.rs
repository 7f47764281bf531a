//! Lists of ids in statements. A connection prepares a statement once for each text, so lists come in few lengths: one id stands there
//! again until their number is a power of two.

use crate::store::sql::placeholders_from;
use crate::store::{Row, Sql, StoreError, Tx, Value};

/// How many ids one statement asks about.
pub const AT_ONCE: usize = 512;

/// Placeholders from `$first` for some ids, and what is bound to them; no ids are no placeholders.
pub fn list(first: usize, ids: &[String]) -> (String, impl Iterator<Item = Value>) {
    let count = match ids.len() {
        0 => 0,
        some => some.next_power_of_two(),
    };
    let again = ids.last().into_iter().cycle();
    let values = ids.iter().chain(again).take(count);
    let values = values.map(|id| Value::Text(Some(id.clone())));
    (placeholders_from(first, count), values)
}

/// The rows of `text` whose column, which ends it, is one of the ids; no statement for no ids.
pub async fn rows(tx: &mut Tx, text: &str, ids: &[String]) -> Result<Vec<Row>, StoreError> {
    let mut rows = Vec::new();
    for ids in ids.chunks(AT_ONCE) {
        let (list, values) = list(1, ids);
        let sql = Sql::new(format!("{text} ({list})")).values(values);
        rows.extend(sql.fetch_all(tx).await?);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_few_lengths() {
        for (ids, wanted) in [
            (&[][..], &[][..]),
            (&["a"], &["a"]),
            (&["a", "b", "c"], &["a", "b", "c", "c"]),
            (&["a", "b", "c", "d"], &["a", "b", "c", "d"]),
        ] {
            let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
            let (text, values) = list(2, &ids);
            let values: Vec<Value> = values.collect();
            let wanted: Vec<Value> = wanted
                .iter()
                .map(|id| Value::Text(Some((*id).to_owned())))
                .collect();
            assert_eq!(values, wanted);
            assert_eq!(text, placeholders_from(2, wanted.len()));
        }
    }
}
