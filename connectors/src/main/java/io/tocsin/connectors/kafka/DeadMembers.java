package io.tocsin.connectors.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away what members of a group leave when they die: transactions that stay open and hide, up
 * to their time-out and the broker's next look, what was committed behind them; and on the consumer
 * protocol their seats, which keep their own successors out. Safe for use by any thread.
 */
final class DeadMembers {
  private static final Logger LOG = LoggerFactory.getLogger(DeadMembers.class);

  private final Admin admin;
  private final String group;
  private final Pattern ours;
  private final AtomicBoolean busy = new AtomicBoolean();

  /**
   * For one group, whose members' instance ids are their transactional ids: the group's name, the
   * worker's, a number.
   */
  DeadMembers(Admin admin, String group) {
    this.admin = admin;
    this.group = group;
    this.ours = Pattern.compile(Pattern.quote(group) + "-[^-]+-\\d+");
  }

  /**
   * Fences whoever has a transaction open and is no longer a member. Returns at once; does nothing
   * while the last call is under way. A member that is alive and was taken for dead loses nothing
   * but the time to start again.
   */
  void endTransactions() {
    if (busy.compareAndSet(false, true)) {
      // First the transactions, then the members: whoever joins in between is one.
      var unused =
          admin
              .listTransactions(
                  new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
              .all()
              .whenComplete((open, failure) -> withMembers(open, failure));
    }
  }

  private void withMembers(
      @Nullable Collection<TransactionListing> open, @Nullable Throwable failure) {
    Set<String> ids =
        open == null
            ? Set.of()
            : open.stream()
                .map(TransactionListing::transactionalId)
                .filter(id -> ours.matcher(id).matches())
                .collect(Collectors.toSet());
    if (failure != null || ids.isEmpty()) {
      done(Set.of(), failure);
      return;
    }
    var unused =
        admin
            .describeConsumerGroups(List.of(group))
            .all()
            .whenComplete(
                (groups, problem) -> {
                  ConsumerGroupDescription found = groups == null ? null : groups.get(group);
                  if (found == null) {
                    done(Set.of(), problem);
                  } else {
                    found.members().forEach(m -> m.groupInstanceId().ifPresent(ids::remove));
                    fence(ids);
                  }
                });
  }

  private void fence(Set<String> ids) {
    if (ids.isEmpty()) {
      done(ids, null);
      return;
    }
    var unused =
        admin.fenceProducers(ids).all().whenComplete((nothing, problem) -> done(ids, problem));
  }

  private void done(Set<String> ids, @Nullable Throwable failure) {
    busy.set(false);
    if (failure != null) {
      LOG.info("{}: transactions of dead members wait for their time-out: {}", group, failure);
    } else if (!ids.isEmpty()) {
      LOG.info("{}: ended the transactions of dead members {}", group, ids);
    }
  }

  /**
   * Frees the seat of a predecessor. The consumer protocol refuses a member whose instance id is
   * taken until the session of its holder has run out; the classic one lets the newer have it.
   */
  void freeSeat(String instance) {
    try {
      var unused =
          admin
              .removeMembersFromConsumerGroup(
                  group,
                  new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove(instance))))
              .all()
              .get();
      LOG.info("{}: freed the seat that {} left", group, instance);
    } catch (ExecutionException e) {
      LOG.debug("{}: no seat of {} to free: {}", group, instance, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
