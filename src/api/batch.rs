//! Several reads as one HTTP request.

use super::{ApiError, Call, endpoint::Endpoint};
use portico_graph::batch::{BatchAnswer, BatchPart, BatchRequest, BatchResponse};
use serde::de::DeserializeOwned;

/// The answers of a batch, in the order of the questions.
pub struct Answers(Vec<Option<BatchAnswer>>);

impl Call {
    /// Reads several things at once. The whole fails only when no answer came; each part has its own result.
    pub async fn batch(&self, parts: &[Endpoint]) -> Result<Answers, ApiError> {
        let requests = parts
            .iter()
            .enumerate()
            .filter_map(|(index, endpoint)| Some(part(index, endpoint.in_batch()?)))
            .collect();
        let response: BatchResponse = self
            .post(&Endpoint::batch(), &BatchRequest { requests })
            .await?;
        Ok(Answers::sorted(response, parts.len()))
    }
}

fn part(index: usize, url: &str) -> BatchPart {
    BatchPart {
        id: index.to_string(),
        method: "GET".to_owned(),
        url: url.to_owned(),
        ..BatchPart::default()
    }
}

impl Answers {
    fn sorted(response: BatchResponse, count: usize) -> Self {
        let mut answers: Vec<Option<BatchAnswer>> = (0..count).map(|_| None).collect();
        for answer in response.responses {
            if let Some(place) = answer
                .id
                .parse()
                .ok()
                .and_then(|index: usize| answers.get_mut(index))
            {
                *place = Some(answer);
            }
        }
        Self(answers)
    }

    /// Takes one answer. An answer that is missing is a fault of the service.
    pub fn take<T: DeserializeOwned>(&mut self, index: usize) -> Result<T, ApiError> {
        let answer = self
            .0
            .get_mut(index)
            .and_then(Option::take)
            .ok_or_else(|| ApiError::unreadable(0, None))?;
        let request_id = answer.headers.get("request-id").cloned();
        match answer.status {
            200..300 => T::deserialize(answer.body)
                .map_err(|_| ApiError::unreadable(answer.status, request_id)),
            status => Err(ApiError::from_answer(
                status,
                &answer.body.to_string(),
                request_id,
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn answers_are_matched_by_id_whatever_their_order() {
        let response: BatchResponse = serde_json::from_value(json!({"responses": [
            {"id": "1", "status": 404, "body": {"error": {"code": "ResourceNotFound"}}},
            {"id": "0", "status": 200, "body": [7]},
            {"id": "9", "status": 200, "body": null},
        ]}))
        .unwrap();
        let mut answers = Answers::sorted(response, 3);
        assert_eq!(answers.take::<Vec<u8>>(0), Ok(vec![7]));
        assert!(
            matches!(answers.take::<Vec<u8>>(1), Err(ApiError::NotFound(refusal)) if refusal.code == "ResourceNotFound")
        );
        assert!(matches!(
            answers.take::<Vec<u8>>(2),
            Err(ApiError::Server(_))
        ));
    }
}
