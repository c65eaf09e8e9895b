"""What a policy does to the people, and the files to keep. Compiled code answers at once; without it a button starts the work."""

from __future__ import annotations

from functools import partial

from finder.documents.policy import policy_yaml
from finder.documents.simulation_files import groups_csv, simulation_json
from finder.domain.policy import Policy
from finder.domain.policy_effect import PolicyAnswer
from finder.explain.messages import say
from finder.explain.population import policy_page as words
from finder.explain.population.policy import sections
from finder.explain.population.synthetic import assumption_sentences
from finder.questions.progress import OnProgress
from pages.parts.frame import show
from pages.parts.policy_kept import KeptPolicies
from pages.parts.screen import st
from pages.parts.session import Session
from pages.parts.work import long_work


def show_policy(session: Session, kept: KeptPolicies, policy: Policy) -> None:
    """The answer about a policy, once there is one, and its files."""
    answered = kept.answered
    if answered is None or answered[0] != policy:
        if not kept.runs.quick:
            long_work(session, "policy", say(words.SHOW), partial(_answered, kept, policy), _keep)
            return
        kept.answered = answered = _answered(kept, policy, None)
    if answered is not None:
        show(sections(answered[1]), session.key("policy-answer"))
        _offer_files(kept, answered[1])


def _answered(kept: KeptPolicies, policy: Policy, on_progress: OnProgress | None) -> tuple[Policy, PolicyAnswer] | None:
    found = kept.runs.answer(policy, on_progress=on_progress)
    return None if found is None else (policy, found)


def _keep(session: Session, answered: tuple[Policy, PolicyAnswer] | None) -> None:
    if session.policies is not None and answered is not None:
        session.policies.answered = answered


def _offer_files(kept: KeptPolicies, answer: PolicyAnswer) -> None:
    with st.container(horizontal=True):
        st.download_button(say(words.SAVE_POLICY), policy_yaml(answer.policy), "policy.yaml", "application/yaml", on_click="ignore")
        made_of = assumption_sentences(*kept.made_by)
        st.download_button(
            say(words.SAVE_ANSWER), lambda: simulation_json(answer, made_of), "policy-answer.json", "application/json", on_click="ignore"
        )
        st.download_button(say(words.SAVE_GROUPS), lambda: groups_csv(answer), "policy-groups.csv", "text/csv", on_click="ignore")
