"""Microsoft's own client, pointed at the server under test."""

import httpx
from kiota_abstractions.authentication import AccessTokenProvider, BaseBearerTokenAuthenticationProvider
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.graph_request_adapter import options
from msgraph_core import GraphClientFactory

import contract


class StaticToken(AccessTokenProvider):
    """A token that is at hand already."""

    def __init__(self, token):
        self.token = token

    async def get_authorization_token(self, uri, additional_authentication_context=None):
        """The token, whatever the address."""
        return self.token

    def get_allowed_hosts_validator(self):
        """Any host: the base address is the test's own."""
        return None


async def _see(response):
    await response.aread()
    contract.see(response)


def entitlement_management(server, principal):
    """The SDK's entitlement management root, signed in as a demo person."""
    http = httpx.AsyncClient(timeout=30, event_hooks={"response": [_see]})
    http = GraphClientFactory.create_with_default_middleware(client=http, options=options)
    provider = BaseBearerTokenAuthenticationProvider(StaticToken(server.token(principal)))
    adapter = GraphRequestAdapter(provider, client=http)
    adapter.base_url = f"{server.origin}/v1.0"
    return GraphServiceClient(request_adapter=adapter).identity_governance.entitlement_management


def options_of(builder, **query):
    """Query options for a request builder; `expand=["catalog"]` becomes `$expand=catalog`."""
    names = [name for name in dir(builder) if name.endswith("GetQueryParameters")]
    parameters = getattr(builder, names[0])(**query)
    return RequestConfiguration(query_parameters=parameters)
