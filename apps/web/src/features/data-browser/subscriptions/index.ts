export { SubscriptionEditPage } from './subscription-edit-page.tsx';
export { SubscriptionPage } from './subscription-page.tsx';
export { SubscriptionsPage } from './subscriptions-page.tsx';
