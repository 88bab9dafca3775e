using TelegramCrm.Connectors.Odoo;

namespace TelegramCrm.Connectors.Tests.Odoo;

/// <summary>The contract of all connectors for an Odoo, over /jsonrpc, which is all that those before 19 have.</summary>
public sealed class OdooJsonRpcContractTests : OdooContractTests
{
    private protected override OdooSettings Settings => OdooTarget.Instance.Settings("partners") with { User = "sync", Database = OdooTarget.Instance.Database };

    private protected override OdooSettings ReadersSettings => Settings with { User = "reader", Key = OdooTarget.Instance.ReaderKey };
}
