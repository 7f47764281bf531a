//! How extensions are reached, and what they answer.

use super::super::shape::{ComplexType, Kind, Property};
use super::super::{CALLOUT_STATUS, EXTENSION_STAGE};

const fn of(
    name: &'static str,
    base: Option<&'static str>,
    properties: &'static [Property],
) -> ComplexType {
    ComplexType {
        name,
        base,
        is_abstract: false,
        properties,
        navigations: &[],
    }
}

const fn abstract_of(name: &'static str, properties: &'static [Property]) -> ComplexType {
    ComplexType {
        is_abstract: true,
        ..of(name, None, properties)
    }
}

pub(super) static TYPES: &[ComplexType] = &[
    of(
        "customExtensionCalloutInstance",
        None,
        &[
            Property::new("customExtensionId", Kind::String),
            Property::new("detail", Kind::String),
            Property::new("externalCorrelationId", Kind::String),
            Property::new("id", Kind::String),
            Property::new("status", Kind::Enum(&CALLOUT_STATUS)),
        ],
    ),
    abstract_of("customExtensionAuthenticationConfiguration", &[]),
    of(
        "azureAdTokenAuthentication",
        Some("customExtensionAuthenticationConfiguration"),
        &[Property::new("resourceId", Kind::String)],
    ),
    of(
        "azureAdPopTokenAuthentication",
        Some("customExtensionAuthenticationConfiguration"),
        &[],
    ),
    of(
        "customExtensionClientConfiguration",
        None,
        &[
            Property::new("maximumRetries", Kind::Int32),
            Property::new("timeoutInMilliseconds", Kind::Int32),
        ],
    ),
    abstract_of(
        "customExtensionCallbackConfiguration",
        &[Property::new("timeoutDuration", Kind::Duration)],
    ),
    of(
        "accessPackageRequestApprovalStageCallbackConfiguration",
        Some("customExtensionCallbackConfiguration"),
        &[],
    ),
    abstract_of("customExtensionEndpointConfiguration", &[]),
    of(
        "httpRequestEndpoint",
        Some("customExtensionEndpointConfiguration"),
        &[Property::new("targetUrl", Kind::String)],
    ),
    of(
        "logicAppTriggerEndpointConfiguration",
        Some("customExtensionEndpointConfiguration"),
        &[
            Property::new("logicAppWorkflowName", Kind::String),
            Property::new("resourceGroupName", Kind::String),
            Property::new("subscriptionId", Kind::String),
            Property::new("url", Kind::String),
        ],
    ),
    abstract_of("customExtensionData", &[]),
    of(
        "accessPackageAssignmentRequestCallbackData",
        Some("customExtensionData"),
        &[
            Property::new("customExtensionStageInstanceDetail", Kind::String),
            Property::new("customExtensionStageInstanceId", Kind::String),
            Property::new("stage", Kind::Enum(&EXTENSION_STAGE)),
            Property::new("state", Kind::String),
        ],
    ),
];
