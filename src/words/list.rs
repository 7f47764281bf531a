//! Lists of names, joined as the current language joins them. On the host, where tests run, English stands in.

/// How a list of names is joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    Or,
    And,
}

/// The names in one phrase.
#[cfg(target_arch = "wasm32")]
pub fn joined(names: &[String], join: Join) -> String {
    use js_sys::{Array, Function, Object, Reflect};
    use wasm_bindgen::{JsCast, JsValue};

    // `Intl.ListFormat` has no binding in js-sys: it is reached by name, and a comma stands in where a browser lacks it.
    let formatted = || -> Result<String, JsValue> {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
        let class: Function = Reflect::get(&intl, &"ListFormat".into())?.dyn_into()?;
        let kind = match join {
            Join::Or => "disjunction",
            Join::And => "conjunction",
        };
        let options = Object::new();
        Reflect::set(&options, &"type".into(), &kind.into())?;
        let tag = super::locale::current().intl_tag();
        let format = Reflect::construct(&class, &Array::of2(&tag.into(), &options))?;
        let write: Function = Reflect::get(&format, &"format".into())?.dyn_into()?;
        let parts: Array = names.iter().map(|name| JsValue::from_str(name)).collect();
        Ok(write
            .call1(&format, &parts)?
            .as_string()
            .unwrap_or_default())
    };
    formatted().unwrap_or_else(|_| names.join(", "))
}

/// The names in one phrase.
#[cfg(not(target_arch = "wasm32"))]
pub fn joined(names: &[String], join: Join) -> String {
    let word = match join {
        Join::Or => "or",
        Join::And => "and",
    };
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_joined() {
        let names = |list: &[&str]| {
            list.iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(joined(&names(&[]), Join::Or), "");
        assert_eq!(joined(&names(&["Ana"]), Join::Or), "Ana");
        assert_eq!(joined(&names(&["Ana", "Bo"]), Join::And), "Ana and Bo");
        assert_eq!(
            joined(&names(&["Ana", "Bo", "Chen"]), Join::Or),
            "Ana, Bo or Chen"
        );
    }
}
