using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Odoo;

/// <summary>The kinds of records that are written, those that others refer to first.</summary>
internal static class OdooKinds
{
    public static IReadOnlyList<OdooKind> All { get; } =
    [
        new("partners", "res.partner",
        [
            new("name", "name", (record, _) => OdooReferences.Text(record, "name")),
            new("reference", "ref", (record, _) => OdooReferences.Text(record, "reference")),
        ]) { Required = ["name"], BatchSize = 200, CanBeArchived = true },
        new("tasks", "project.task",
        [
            new("subject", "name", (record, _) => OdooReferences.Text(record, "subject")),
            new("project", "project_id/.id", (record, values) => values.Project(record, "project")),
            new("partner", "partner_id/id", (record, values) => values.Ours(record, "partner", "partners")),
            new("state", "state", (record, _) => OdooReferences.Text(record, "state")),
        ]) { Required = ["subject", "project"], BatchSize = 200, CanBeArchived = true },
        new("timesheet_lines", "account.analytic.line",
        [
            new("task", "task_id/id", (record, values) => values.Ours(record, "task", "tasks")),
            new("agent", "employee_id/.id", (record, values) => values.Employee(record, "agent")),
            new("day", "date", (record, _) => OdooReferences.Text(record, "day")),
            new("seconds", "unit_amount", (record, _) => OdooReferences.Hours(record, "seconds")),
            new("description", "name", (record, _) => OdooReferences.Text(record, "description") is JsonValue text && text.TryGetValue(out string? said) ? said : "/"), // what Odoo writes for none
        ]) { Required = ["task", "agent", "day", "seconds"], BatchSize = 500, CanBeArchived = false },
    ];
}
