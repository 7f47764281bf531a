//! Changes of SCIM, carried out on a user: done, or refused with a reason that blames the caller. The same each time.

use portico_server::scim::patch::{apply, read};
use portico_server::scim::refusal::Refusal;
use serde_json::{Map, Value, json};

pub fn run(input: &[u8]) {
    let Ok(Value::Object(body)) = serde_json::from_slice::<Value>(input) else {
        return;
    };
    let outcome = changed(&body);
    assert_eq!(outcome, changed(&body));
    if let Err(refused) = outcome {
        assert!(refused.status().is_client_error(), "{refused:?}");
    }
}

fn changed(body: &Map<String, Value>) -> Result<Map<String, Value>, Refusal> {
    let user = json!({
        "userName": "ana",
        "name": { "givenName": "Ana" },
        "emails": [ { "value": "ana@harbour.example", "type": "work", "primary": true } ],
    });
    let mut user = user.as_object().cloned().unwrap_or_default();
    for operation in read(body)? {
        apply(&mut user, &operation)?;
    }
    Ok(user)
}
