using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TelegramCrm.Benchmarks.Intake;

/// <summary>Deliveries as a CRM sends them: a ticket with its newest messages, between one and three kilobytes.</summary>
internal static class DeliveryBodies
{
    public const string Workspace = "ws-sandbox";

    private const string Words = "Hello, I ordered on Monday and the parcel has not come yet. Could you please look where it is, and whether it can still be stopped? ";

    /// <summary>The delivery of a number: the same bytes in every process.</summary>
    /// <param name="run">Distinguishes the deliveries of one measurement from those of another.</param>
    /// <param name="number">Which.</param>
    public static byte[] Make(string run, int number)
    {
        var at = DateTimeOffset.UnixEpoch.AddDays(20_000).AddMilliseconds(number).ToString("O", CultureInfo.InvariantCulture);
        var ticket = $"bench-{number % 5_000}";
        var messages = string.Join(',', Enumerable.Range(0, 1 + (number % 5)).Select(message => $$"""
            {"id":"{{ticket}}-m{{message}}","ticket_id":"{{ticket}}","author":{"type":"customer","id":"c{{number % 700}}"},"kind":"reply","text":"{{Words}}{{Words}}","attachments":[],"created_at":"2024-09-01T10:00:0{{message}}Z","edited_at":null}
            """));
        return Encoding.UTF8.GetBytes($$$$"""
            {"id":"{{{{run}}}}-{{{{number}}}}","type":"ticket.updated","occurred_at":"{{{{at}}}}","workspace_id":"{{{{Workspace}}}}","data":{"ticket":{"id":"{{{{ticket}}}}","number":{{{{900_000 + (number % 5_000)}}}},"source":{"channel":"telegram_topic_group","group_id":-1002101424779,"group_title":"Support","topic_id":{{{{number}}}}},"subject":"Where is my parcel?","status":"open","priority":"normal","queue_id":null,"assigned_agent_id":null,"customer":{"id":"c{{{{number % 700}}}}","username":"someone","display_name":"Some One","tier":"premium","language":"en"},"tags":["parcel","late"],"custom_fields":{"order":"A-{{{{number}}}}"},"articles":[],"created_at":"2024-09-01T10:00:00Z","updated_at":"{{{{at}}}}","first_response_at":null,"resolved_at":null,"closed_at":null,"reopen_count":0,"deleted_at":null,"messages":[{{{{messages}}}}],"messages_truncated":false}}}
            """);
    }

    /// <summary>The whole request, signed.</summary>
    /// <param name="body">Its body.</param>
    /// <param name="secret">What it is signed with.</param>
    public static byte[] Request(byte[] body, string secret)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"""
            POST /webhooks/crm HTTP/1.1
            Host: inbox
            Content-Type: application/json
            X-Webhook-Timestamp: {TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}
            X-Webhook-Signature: sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}
            Content-Length: {body.Length}


            """).ReplaceLineEndings("\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
