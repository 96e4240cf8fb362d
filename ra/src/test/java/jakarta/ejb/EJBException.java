package jakarta.ejb;

/** Stands for the class of the same name in a server. */
public final class EJBException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EJBException(String message, Throwable cause) {
    super(message, cause);
  }
}
