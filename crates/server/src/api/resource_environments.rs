//! `/resourceEnvironments` (Graph contract: resources): the places in which an origin system keeps its resources. Sites here are all in one place, so
//! there is none to choose.

use axum::extract::State;
use portico_graph::model::RESOURCE_ENVIRONMENT;
use portico_odata::Address;

use super::reach::Reach;
use super::read::{Answer, Asked, Page};
use crate::http::App;
use crate::http::caller::Caller;
use crate::http::error::ApiError;

const SET: &str = "identityGovernance/entitlementManagement/resourceEnvironments";

/// `GET …/resourceEnvironments?$filter=originSystem eq '…'`: nothing. Graph answers no such list without a filter, and neither does this.
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    asked: Asked,
) -> Result<Answer, ApiError> {
    let mut tx = app.store.begin_read().await?;
    Reach::of(&mut tx, &caller).await?;
    let (_, options) = asked.options(&RESOURCE_ENVIRONMENT, Address::Collection)?;
    if options.filter.is_none() {
        return Err(ApiError::bad_query_option(
            "$filter",
            "This list needs a filter: originSystem eq 'SharePointOnline'.".to_owned(),
        ));
    }
    let nothing = Page {
        nodes: Vec::new(),
        count: (options.count || asked.counting).then_some(0),
        next: None,
    };
    let set = (SET, &RESOURCE_ENVIRONMENT);
    Ok(Answer::page(&app, &asked, &options, set, nothing))
}
