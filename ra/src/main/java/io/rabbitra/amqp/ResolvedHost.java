package io.rabbitra.amqp;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Answers every look-up with one address that was resolved before: the transport's own resolver
 * asks the name service on the event loop, where a slow answer would stop every connection.
 */
final class ResolvedHost extends AddressResolverGroup<InetSocketAddress> {

  private final InetAddress address;

  ResolvedHost(InetAddress address) {
    this.address = address;
  }

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new InetNameResolver(executor) {
      @Override
      protected void doResolve(String host, Promise<InetAddress> promise) {
        promise.setSuccess(address);
      }

      @Override
      protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
        promise.setSuccess(List.of(address));
      }
    }.asAddressResolver();
  }
}
