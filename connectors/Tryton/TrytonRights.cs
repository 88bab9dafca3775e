using System.Text.Json;

namespace TelegramCrm.Connectors.Tryton;

/// <summary>Proves, by reading alone, that a push can write.</summary>
internal sealed class TrytonRights(TrytonSettings settings, TrytonRpc rpc, IReadOnlyList<ITrytonKind> kinds)
{
    public async Task<CheckResult> ProveAsync(CancellationToken cancellationToken)
    {
        var preferences = await rpc.CallAsync("res.user.get_preferences", [true], cancellationToken);
        if (!preferences.TryGetProperty("company", out var company) || company.ValueKind != JsonValueKind.Number || company.GetInt32() != settings.Company)
            return CheckResult.NotReady($"{settings} does not work in company {settings.Company}; set the user's current company in Tryton, or name another in the settings");
        if (await MissingRightAsync(cancellationToken) is { } missing)
            return CheckResult.NotReady(missing);
        var codes = settings.Employees.Values.Distinct().ToList();
        var employees = await References.FindAsync(rpc, "company.employee", "party.code", codes, [Domain.Is("company", "=", settings.Company)], cancellationToken);
        if (codes.Find(code => !employees.Has(code)) is { } unknown)
            return CheckResult.NotReady($"{settings} finds no employee with the party code {unknown} in company {settings.Company}; mend employees in the settings, or make the employee in Tryton");
        return CheckResult.Ready($"{settings} may write {string.Join(", ", settings.Entities)}{(codes.Count > 0 ? $"; every employee is there ({codes.Count})" : "")}");
    }

    private async Task<string?> MissingRightAsync(CancellationToken cancellationToken)
    {
        foreach (var kind in kinds)
        {
            try
            {
                var access = (await rpc.CallAsync("ir.model.access.get_access", [Domain.List([kind.Model])], cancellationToken)).GetProperty(kind.Model);
                foreach (var right in (string[])["read", "create", "write"])
                    if (TrytonValue.Canonical(access.GetProperty(right)) != "1")
                        return $"{settings} may not {right} {kind.Model}, which {kind.Receives.Entity} are; give the user a group that may";
            }
            catch (TrytonErrorException)
            {
                return $"{settings.Address.Host} knows no {kind.Model}, which {kind.Receives.Entity} are; activate the modules party, project and timesheet";
            }
        }
        return null;
    }
}
