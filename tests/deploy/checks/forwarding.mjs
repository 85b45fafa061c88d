// On every platform: whose word Api and Web take on who calls, and among how many replicas Api shares its limits.

/**
 * @param environment names and values of one container's environment
 * @param replicas of Api: the most that there may be; undefined for Web, which counts nothing
 * @param proxied whether the platform always has a proxy of its own before it
 */
export function forwardingFaults(environment, replicas, proxied = true) {
  const believed = environment.ForwardedHeaders__KnownProxies ?? '';
  const told = environment.RateLimits__Replicas;
  return [
    ...(believed.split(',').some((n) => n && !(proxied && ['127.0.0.0/8', '::1'].includes(n))) ? [] : ['takes the proxy before it for the visitor: ForwardedHeaders__KnownProxies names none']),
    ...(/(^|,)(0\.0\.0\.0|::)\/0(,|$)/.test(believed) ? ['believes everybody on who calls'] : []),
    ...(replicas === undefined || told === replicas ? [] : [`is told of ${told} replicas by RateLimits__Replicas, and there may be ${replicas}`]),
  ];
}

/** An environment listed as {name, value} or {Name, Value}. */
export const environmentOf = (list) => Object.fromEntries(list.map((e) => [e.name ?? e.Name, e.value ?? e.Value]));
