using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace TelegramCrm.Sandbox.Http;

/// <summary>Both headers must be right: X-Api-Key and Authorization: Bearer.</summary>
internal static class Authentication
{
    public static Task RequireAsync(SandboxState state, HttpContext context, RequestDelegate next)
    {
        if (!Same(context.Request.Headers["X-Api-Key"], state.ApiKey))
            throw new RefusalException(401, "unauthorized", "the X-Api-Key header is missing or wrong");
        if (!Same(context.Request.Headers.Authorization, $"Bearer {state.SecretToken}"))
            throw new RefusalException(401, "unauthorized", "the Authorization header is missing or wrong; it must read Bearer and the secret token");
        return next(context);
    }

    private static bool Same(string? given, string expected) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
