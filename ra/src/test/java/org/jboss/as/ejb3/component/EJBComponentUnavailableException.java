package org.jboss.as.ejb3.component;

/** Has the name of what WildFly throws for a bean that is being undeployed. */
public final class EJBComponentUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public EJBComponentUnavailableException() {
    super("component is shutting down");
  }
}
