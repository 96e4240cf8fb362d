package io.rabbitra.container;

import java.lang.reflect.Proxy;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;

/** A JNDI namespace in memory, while it is open; one at a time. */
public final class TestNaming implements AutoCloseable {

  private static final Map<String, Object> BOUND = new ConcurrentHashMap<>();

  private final String before = System.getProperty(Context.INITIAL_CONTEXT_FACTORY);

  public TestNaming() {
    System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Factory.class.getName());
  }

  public TestNaming bind(String name, Object object) {
    BOUND.put(name, object);
    return this;
  }

  /** What a look-up of the name throws. */
  public TestNaming fail(String name, NamingException failure) {
    BOUND.put(name, failure);
    return this;
  }

  @Override
  public void close() {
    BOUND.clear();
    if (before == null) {
      System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
    } else {
      System.setProperty(Context.INITIAL_CONTEXT_FACTORY, before);
    }
  }

  /** What {@code new InitialContext()} makes. */
  public static final class Factory implements InitialContextFactory {

    @Override
    @SuppressWarnings("JdkObsolete")
    public Context getInitialContext(Hashtable<?, ?> environment) {
      return (Context)
          Proxy.newProxyInstance(
              Factory.class.getClassLoader(),
              new Class<?>[] {Context.class},
              (proxy, method, arguments) -> {
                if (!method.getName().equals("lookup")) {
                  throw new UnsupportedOperationException(method.getName());
                }
                Object bound = BOUND.get(String.valueOf(arguments[0]));
                if (bound == null) {
                  throw new NameNotFoundException(arguments[0] + " is not bound");
                }
                if (bound instanceof NamingException failure) {
                  throw failure;
                }
                return bound;
              });
    }
  }
}
