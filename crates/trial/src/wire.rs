//! Types of the API: what is read is written so that it reads the same.

use portico_graph::batch::BatchRequest;
use portico_graph::json::FromJson;
use portico_graph::{
    Approval, ApprovalStage, AssignmentPolicy, AssignmentRequest, NewAssignmentRequest, Question,
};
use serde::Serialize;
use serde_json::Value;

pub fn run(input: &[u8]) {
    let Ok(value) = serde_json::from_slice::<Value>(input) else {
        return;
    };
    round::<NewAssignmentRequest>(&value);
    round::<AssignmentRequest>(&value);
    round::<AssignmentPolicy>(&value);
    round::<Approval>(&value);
    round::<ApprovalStage>(&value);
    round::<Question>(&value);
    round::<BatchRequest>(&value);
}

fn round<T: FromJson + Serialize + PartialEq + std::fmt::Debug>(value: &Value) {
    if let Ok(read) = T::from_json(value.clone()) {
        let Ok(written) = serde_json::to_value(&read) else {
            panic!("cannot be written: {read:?}");
        };
        assert_eq!(
            T::from_json(written.clone()).as_ref(),
            Ok(&read),
            "{written}"
        );
    }
}
