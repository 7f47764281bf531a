//! Several reads as one HTTP request.

use super::{ApiError, Call, endpoint::Endpoint};
use portico_graph::Collection;
use portico_graph::json::FromJson;
use portico_graph::read_object;
use serde::Serialize;
use serde_json::Value;

/// The answers of a batch, in the order of the questions.
pub struct Answers(Vec<Option<Answered>>);

/// One question of a batch.
pub struct Part {
    method: &'static str,
    endpoint: Endpoint,
}

impl Part {
    /// A read.
    pub fn get(endpoint: Endpoint) -> Self {
        Self {
            method: "GET",
            endpoint,
        }
    }

    /// A read that the API spells as an action: a POST without body that changes nothing.
    pub fn ask(endpoint: Endpoint) -> Self {
        Self {
            method: "POST",
            endpoint,
        }
    }

    fn numbered(&self, index: usize) -> Option<Numbered<'_>> {
        Some(Numbered {
            id: index.to_string(),
            method: self.method,
            url: self.endpoint.in_batch()?,
        })
    }
}

/// The body of a batch as far as the portal needs it: no part has a body of its own.
#[derive(Serialize)]
struct Batch<'a> {
    requests: Vec<Numbered<'a>>,
}

#[derive(Serialize)]
struct Numbered<'a> {
    id: String,
    method: &'static str,
    url: &'a str,
}

/// The answer to a batch, in any order.
#[derive(Default)]
struct Response {
    responses: Vec<Answered>,
}

read_object!(Response {
    responses = "responses"
});

/// The answer to one part.
#[derive(Default)]
struct Answered {
    id: String,
    status: u16,
    headers: Headers,
    body: Value,
}

read_object!(Answered {
    id = "id",
    status = "status",
    headers = "headers",
    body = "body"
});

/// The one header of a part that anybody asks for.
#[derive(Default)]
struct Headers {
    request_id: Option<String>,
}

read_object!(Headers {
    request_id = "request-id"
});

impl From<&Endpoint> for Part {
    fn from(endpoint: &Endpoint) -> Self {
        Self::get(endpoint.clone())
    }
}

impl Call {
    /// Reads several things at once. The whole fails only when no answer came; each part has its own result.
    pub async fn batch<P: Into<Part>>(
        &self,
        parts: impl IntoIterator<Item = P>,
    ) -> Result<Answers, ApiError> {
        self.batch_of(parts.into_iter().map(Into::into).collect())
            .await
    }

    async fn batch_of(&self, parts: Vec<Part>) -> Result<Answers, ApiError> {
        let numbered = parts.iter().enumerate();
        let requests = numbered
            .filter_map(|(index, part)| part.numbered(index))
            .collect();
        let response: Response = self.post(&Endpoint::batch(), &Batch { requests }).await?;
        Ok(Answers::sorted(response, parts.len()))
    }
}

impl Answers {
    fn sorted(response: Response, count: usize) -> Self {
        let mut answers: Vec<Option<Answered>> = (0..count).map(|_| None).collect();
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
    pub fn take<T: FromJson>(&mut self, index: usize) -> Result<T, ApiError> {
        let mut place = T::blank();
        self.take_into(index, &mut place)?;
        Ok(place)
    }

    /// The same for all types.
    fn take_into(&mut self, index: usize, place: &mut dyn FromJson) -> Result<(), ApiError> {
        let (value, request_id) = self.value(index)?;
        let read = place.read(value);
        read.map_err(|_| ApiError::unreadable(200, request_id))
    }

    fn value(&mut self, index: usize) -> Result<(Value, Option<String>), ApiError> {
        let answer = self.0.get_mut(index).and_then(Option::take);
        let answer = answer.ok_or_else(|| ApiError::unreadable(0, None))?;
        let request_id = answer.headers.request_id;
        match answer.status {
            200..300 => Ok((answer.body, request_id)),
            status => Err(ApiError::from_answer(status, Some(answer.body), request_id)),
        }
    }
}

impl Answers {
    /// Takes the answer of a list that fits on one page.
    pub fn list<T: FromJson>(&mut self, index: usize) -> Result<Vec<T>, ApiError> {
        Ok(self.take::<Collection<T>>(index)?.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn answers_are_matched_by_id_whatever_their_order() {
        let response: Response = serde_json::from_value(json!({"responses": [
            {"id": "1", "status": 404, "body": {"error": {"code": "ResourceNotFound"}}},
            {"id": "0", "status": 200, "body": [7]},
            {"id": "9", "status": 200, "body": null},
        ]}))
        .unwrap();
        let mut answers = Answers::sorted(response, 3);
        assert_eq!(answers.take::<Vec<i64>>(0), Ok(vec![7]));
        assert!(
            matches!(answers.take::<Vec<i64>>(1), Err(ApiError::NotFound(refusal)) if refusal.code == "ResourceNotFound")
        );
        assert!(matches!(
            answers.take::<Vec<i64>>(2),
            Err(ApiError::Server(_))
        ));
    }
}
