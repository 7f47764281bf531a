use serde_json::json;

use super::*;

fn sent(body: Value) -> Result<(Sender, Deed), ApiError> {
    let Value::Object(members) = body else {
        panic!("an object");
    };
    read(&JsonBody(members))
}

fn reading(body: Value) -> Result<Wish, ApiError> {
    sent(body).map(|(_, deed)| match deed {
        Deed::Add(wish) => wish,
        other => panic!("{other:?}"),
    })
}

fn status(body: Value) -> u16 {
    reading(body).unwrap_err().status().as_u16()
}

#[test]
fn every_documented_spelling() {
    let plain = json!({"accessPackageId": "AAA", "assignmentPolicyId": "bbb", "targetId": "ccc"});
    let navigation = json!({
        "accessPackage": {"id": "aaa"}, "assignmentPolicy": {"id": "bbb"}, "target": {"objectId": "ccc"},
    });
    for body in [
        json!({"requestType": "userAdd", "assignment": plain}),
        json!({"requestType": "UserAdd", "accessPackageAssignment": plain}),
        json!({"requestType": "userAdd", "assignment": navigation, "id": null, "state": "submitted"}),
        json!({"@odata.type": "#microsoft.graph.accessPackageAssignmentRequest", "requestType": "USERADD",
            "assignment": plain, "parameters": {"bypassApproval": "false"}}),
    ] {
        let wish = reading(body).unwrap();
        assert_eq!(wish.package_id, "aaa");
        assert_eq!(wish.policy_id.as_deref(), Some("bbb"));
        assert_eq!(wish.target_object.as_deref(), Some("ccc"));
    }
}

#[test]
fn the_parts_of_a_request() {
    let wish = reading(json!({
        "requestType": "userAdd",
        "assignment": {"accessPackageId": "a"},
        "justification": "Because",
        "schedule": {"startDateTime": null, "expiration": {"type": "AfterDuration", "duration": "P30D",
            "endDateTime": null}, "recurrence": null},
        "answers": [{"@odata.type": "#microsoft.graph.accessPackageAnswerString", "value": "x",
            "answeredQuestion": {"@odata.type": "#microsoft.graph.accessPackageTextInputQuestion", "id": "q"}}],
    }))
    .unwrap();
    assert_eq!(wish.justification.as_deref(), Some("Because"));
    assert!(
        wish.schedule
            .is_some_and(|schedule| schedule.expiration.is_some())
    );
    assert_eq!(wish.answers[0].value.as_deref(), Some("x"));
}

#[test]
fn what_is_refused() {
    let assignment = json!({"accessPackageId": "a"});
    let with = |name: &str, value: Value| {
        let mut body = json!({"requestType": "userAdd", "assignment": assignment});
        body[name] = value;
        body
    };
    for (name, value) in [
        ("surprise", json!(1)),
        ("requestType", json!("userExtend")),
        ("requestType", json!("systemAdd")),
        ("requestType", json!("onBehalfAdd")),
        ("requestType", json!("notSpecified")),
        ("requestType", json!(3)),
        ("requestType", Value::Null),
        ("assignment", json!("everything")),
        ("assignment", Value::Null),
        ("assignment", json!({})),
        (
            "assignment",
            json!({"accessPackageId": "a", "colour": "red"}),
        ),
        ("assignment", json!({"accessPackageId": 7})),
        (
            "assignment",
            json!({"accessPackageId": "a", "target": {"email": "x@y.example"}}),
        ),
        ("accessPackageAssignment", assignment.clone()),
        ("justification", json!({"text": "x"})),
        ("schedule", json!({"startDateTime": "tomorrow"})),
        ("schedule", json!({"expiration": {"type": "whenever"}})),
        (
            "schedule",
            json!({"expiration": {"type": "afterDuration", "duration": "P1M"}}),
        ),
        (
            "schedule",
            json!({"expiration": {"type": "afterDuration", "duration": "30 days, 0:00:00"}}),
        ),
        ("schedule", json!({"expiration": {"kind": "afterDuration"}})),
        ("answers", json!("x")),
        ("answers", json!([{"value": "x"}])),
        ("answers", json!([{"value": "x", "answeredQuestion": {}}])),
        (
            "answers",
            json!([{"@odata.type": "#microsoft.graph.user", "answeredQuestion": {"id": "q"}}]),
        ),
        ("parameters", json!({"bypassApproval": 1})),
    ] {
        assert_eq!(status(with(name, value.clone())), 400, "{name}: {value}");
    }
    let bypassed = with("parameters", json!({"bypassApproval": true}));
    assert_eq!(status(bypassed), 403);
}

#[test]
fn administrators_name_the_target() {
    let with = |assignment: Value| json!({"requestType": "AdminAdd", "assignment": assignment});
    let plain = with(json!({"accessPackageId": "a", "targetId": "B"}));
    assert_eq!(reading(plain).unwrap().target_object.as_deref(), Some("b"));
    let outside = with(json!({"accessPackageId": "a", "target": {"email": "Gus@tern.example"}}));
    let outside = reading(outside).unwrap();
    assert_eq!(outside.target_email.as_deref(), Some("Gus@tern.example"));
    assert_eq!(status(with(json!({"accessPackageId": "a"}))), 400);
    let mut asked = with(json!({"accessPackageId": "a", "targetId": "b"}));
    asked["parameters"] = json!({"bypassApproval": true});
    assert_eq!(sent(asked.clone()).unwrap().0, Sender::Administrator);
    asked["parameters"] = json!({"bypassApproval": false});
    assert_eq!(status(asked), 400);
}

#[test]
fn changes_and_ends_name_what_is_held() {
    let kinds = [
        ("userUpdate", Sender::User),
        ("adminUpdate", Sender::Administrator),
        ("userRemove", Sender::User),
        ("adminRemove", Sender::Administrator),
        ("approverRemove", Sender::Approver),
    ];
    for (kind, sender) in kinds {
        let body = json!({"requestType": kind, "assignment": {"id": "ABC"}, "answers": []});
        let (by, deed) = sent(body).unwrap();
        assert_eq!(by, sender, "{kind}");
        let which = match deed {
            Deed::Change(change) => {
                assert_eq!(change.answers, None);
                change.which
            }
            Deed::Remove(removal) => removal.which,
            Deed::Add(wish) => panic!("{wish:?}"),
        };
        assert_eq!(which, Which::Id("abc".to_owned()), "{kind}");
        let older =
            json!({"requestType": kind, "assignment": {"accessPackageId": "P", "targetId": "T"}});
        assert!(sent(older).is_ok(), "{kind}");
        assert_eq!(status(json!({"requestType": kind, "assignment": {}})), 400);
    }
}
