using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Limits;

namespace Tipstaff.Local.Web;

/// <summary>Turns away clients that ask too often; what they are answered is for <see cref="RefusalMiddleware"/>.</summary>
internal static class LimitMiddleware
{
    public static void UseLimits(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<RequestLimits>();
        app.Use((context, next) =>
        {
            if (limits.TryTake(context.Request))
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return Task.CompletedTask;
        });
    }
}
