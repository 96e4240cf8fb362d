package io.rabbitra.it.jms;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** Runs checks as an enterprise bean, with and without a transaction of the container. */
@Stateless
public class CheckBean {

  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public String withoutTransaction(Check check, String argument) throws Exception {
    return check.run(argument);
  }

  @TransactionAttribute(TransactionAttributeType.REQUIRED)
  public String inTransaction(Check check, String argument) throws Exception {
    return check.run(argument);
  }
}
